import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { ROOT } from './paths.js';

/** Where the classes of kinds are: Kubernetes' own, and Argo CD's. */
const PACKAGES = ['kubernetes-models', '@kubernetes-models/argo-cd'];

/** The kinds of an API version, and the package that has them. */
interface Version {
  readonly from: string;
  readonly kinds: readonly string[];
}

/** What a package has under a name: the class of a kind, or of a part of one, which has no kind. */
interface ModelClass {
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** The kinds of all packages, by API version. */
export async function kindsByVersion(): Promise<ReadonlyMap<string, Version>> {
  const versions = new Map<string, Version>();
  for (const from of PACKAGES) {
    for (const version of versionsOf(from)) {
      const kinds = await kindsOf(from, version);
      if (kinds.length > 0) versions.set(version, { from, kinds });
    }
  }
  return versions;
}

function versionsOf(from: string): string[] {
  const text = readFileSync(join(ROOT, 'node_modules', from, 'package.json'), 'utf8');
  const manifest: { exports: Record<string, unknown> } = JSON.parse(text);
  const doors = Object.keys(manifest.exports).map((door) => door.replace('./', ''));
  return doors.filter((door) => /(^|\/)v\d+((alpha|beta)\d+)?$/.test(door));
}

async function kindsOf(from: string, version: string): Promise<readonly string[]> {
  const models: Record<string, ModelClass> = await import(`${from}/${version}`);
  return Object.keys(models).filter((name) => models[name]?.kind === name && models[name].apiVersion === version);
}

/** The entries of a bundle with a file for each API version, by their names; `schemas` has their text. */
export function schemaFiles(versions: ReadonlyMap<string, Version>): Record<string, string> {
  return Object.fromEntries([...versions.keys()].map((version) => [fileOf(version), `schemas:${version}`]));
}

/** A file exports the classes of its kinds. */
export function schemas(versions: ReadonlyMap<string, Version>): Plugin {
  const lines = (version: string, { from, kinds }: Version): string[] =>
    kinds.map((kind) => {
      const path = join(ROOT, 'node_modules', from, version, `${kind}.js`);
      return `export { ${kind} } from ${JSON.stringify(path)};`;
    });
  return {
    name: 'schemas',
    resolveId: { filter: { id: /^schemas:/ }, handler: (id) => ({ id, moduleSideEffects: false }) },
    load: {
      filter: { id: /^schemas:/ },
      handler: (id) => {
        const version = id.replace('schemas:', '');
        const known = versions.get(version);
        return { code: known === undefined ? '' : lines(version, known).join('\n'), moduleType: 'js' };
      },
    },
  };
}

/**
 * The module that stands for `lib/engine/policy/kinds.ts` in the package: it loads the file of an API version when the
 * first object of it is met. Each `require` names its file, so that bundlers take all files along.
 */
export function kindsFromFiles(versions: ReadonlyMap<string, Version>): Plugin {
  const loaders = [...versions.keys()].map((version) => `'${version}': () => require('./${fileOf(version)}.cjs'),`);
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
