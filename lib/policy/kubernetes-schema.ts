import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Issue } from '../values/issue.js';

/** A Kubernetes object as it is written. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [key: string]: unknown;
}

interface Model {
  validate(): void;
}

type ModelClass = new (data: Manifest) => Model;

const require = createRequire(import.meta.url);
const models = new Map<string, ModelClass | undefined>();

/** What the schemas of Kubernetes' own kinds reject in an object; other kinds are not looked at. */
export function checkKubernetesSchema(manifest: Manifest): Issue[] {
  const model = modelOf(manifest.apiVersion, manifest.kind);
  if (model === undefined) return [];
  try {
    new model(manifest).validate();
    return [];
  } catch (error) {
    const text = error instanceof Error ? error.message : `${error}`;
    return text
      .split(', data')
      .map((part) => ({ path: '', message: part.replace(/^data/, '').replace(/^\//, '').replaceAll('/', '.') }));
  }
}

/** Loads a kind when it is first met: all kinds at once take longer to load than everything else together. */
function modelOf(apiVersion: string, kind: string): ModelClass | undefined {
  const id = `${apiVersion}/${kind}`;
  if (!models.has(id)) models.set(id, load(id, kind));
  return models.get(id);
}

function load(id: string, kind: string): ModelClass | undefined {
  try {
    return require(fileURLToPath(import.meta.resolve(`kubernetes-models/${id}`)))[kind];
  } catch (error) {
    if (error instanceof Error && 'code' in error && UNKNOWN_KIND.has(`${error.code}`)) return undefined;
    throw error;
  }
}

const UNKNOWN_KIND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED']);
