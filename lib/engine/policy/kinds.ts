import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Where the classes of kinds are: Kubernetes' own, and Argo CD's. */
const PACKAGES = ['kubernetes-models', '@kubernetes-models/argo-cd'];

/** A class of one of these packages; if it is a kind, its prototype knows the schema. */
export interface ModelClass {
  readonly kind?: string;
  readonly prototype: { validate(): void };
}

const models = new Map<string, ModelClass | undefined>();

/**
 * The class of a kind, if one of the packages has it, loaded when it is first met.
 *
 * In the published package the build puts another module in the place of this one, which loads from files beside it.
 */
export function modelOf(apiVersion: string, kind: string): ModelClass | undefined {
  const id = `${apiVersion}/${kind}`;
  if (!models.has(id)) models.set(id, load(id, kind));
  return models.get(id);
}

function load(id: string, kind: string): ModelClass | undefined {
  const path = PACKAGES.map((name) => find(`${name}/${id}`)).find((one) => one !== undefined);
  if (path === undefined) return undefined;
  try {
    const model: ModelClass | undefined = createRequire(import.meta.url)(path)[kind];
    return model?.kind === kind ? model : undefined;
  } catch (cause) {
    const fix = 'a loader that compiles JavaScript is in the way; with tsx, run "node --import tsx/esm"';
    throw new Error(`cannot load the schema of ${id}: ${cause}; ${fix}`, { cause });
  }
}

function find(specifier: string): string | undefined {
  try {
    const path = fileURLToPath(import.meta.resolve(specifier));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
