import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { ROOT } from './paths.js';

const MODELS = join(ROOT, 'node_modules/kubernetes-models');

/** What `kubernetes-models` has under a name: the class of a kind, or of a part of one, which has no kind. */
interface ModelClass {
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** The kinds of Kubernetes' own, by API version. */
export async function kindsByVersion(): Promise<ReadonlyMap<string, readonly string[]>> {
  const manifest: { exports: Record<string, unknown> } = JSON.parse(readFileSync(join(MODELS, 'package.json'), 'utf8'));
  const doors = Object.keys(manifest.exports).map((door) => door.replace('./', ''));
  const versions = doors.filter((door) => /(^|\/)v\d+((alpha|beta)\d+)?$/.test(door));
  const kinds = new Map<string, readonly string[]>();
  for (const version of versions) kinds.set(version, await kindsOf(version));
  return kinds;
}

async function kindsOf(version: string): Promise<readonly string[]> {
  const models: Record<string, ModelClass> = await import(`kubernetes-models/${version}`);
  return Object.keys(models).filter((name) => models[name]?.kind === name && models[name].apiVersion === version);
}

/** The entries of a bundle with a file for each API version, by their names; `schemas` has their text. */
export function schemaFiles(kinds: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...kinds.keys()].map((version) => [fileOf(version), `schemas:${version}`]));
}

/** A file exports the classes of its kinds. */
export function schemas(kinds: ReadonlyMap<string, readonly string[]>): Plugin {
  const line = (version: string, kind: string): string =>
    `export { ${kind} } from ${JSON.stringify(join(MODELS, version, `${kind}.js`))};`;
  return {
    name: 'schemas',
    resolveId: { filter: { id: /^schemas:/ }, handler: (id) => ({ id, moduleSideEffects: false }) },
    load: {
      filter: { id: /^schemas:/ },
      handler: (id) => {
        const version = id.replace('schemas:', '');
        return { code: (kinds.get(version) ?? []).map((kind) => line(version, kind)).join('\n'), moduleType: 'js' };
      },
    },
  };
}

/**
 * The module that stands for `lib/engine/policy/kinds.ts` in the package: it loads the file of an API version when the
 * first object of it is met. Each `require` names its file, so that bundlers take all files along.
 */
export function kindsFromFiles(kinds: ReadonlyMap<string, readonly string[]>): Plugin {
  const loaders = [...kinds.keys()].map((version) => `'${version}': () => require('./${fileOf(version)}.cjs'),`);
  const code = `
    const loaders = { ${loaders.join('\n')} };
    export function modelOf(apiVersion, kind) {
      const models = Object.hasOwn(loaders, apiVersion) ? loaders[apiVersion]() : {};
      return Object.hasOwn(models, kind) ? models[kind] : undefined;
    }`;
  return {
    name: 'kinds-from-files',
    resolveId: { filter: { id: /^\.\/kubernetes\/.*\.cjs$/ }, handler: (id) => ({ id, external: true }) },
    load: {
      filter: { id: /[\\/]lib[\\/]engine[\\/]policy[\\/]kinds\.ts$/ },
      handler: () => ({ code, moduleType: 'js' }),
    },
  };
}

function fileOf(version: string): string {
  return `kubernetes/${version.replaceAll('/', '-')}`;
}
