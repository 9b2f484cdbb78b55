import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { importOfficialValues } from '../../../lib/dagster/import/importer.js';
import * as library from '../../../lib/index.js';

const NAMES = { release: 'analytics', namespace: 'data', project: 'analytics' };

export const imported = (text: string): ReturnType<typeof importOfficialValues> =>
  importOfficialValues(parse(text) ?? {}, NAMES);

/** Runs an app of one release as it is written. @returns the release’s name, and the objects that it writes */
export function run(main: string): { readonly release: string; readonly objects: unknown[] } {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = folder;
  try {
    const scope = { ...library, ApiObject: cdk8s.ApiObject };
    const body = main.replace(/^import .*$/gm, '');
    new Function(...Object.keys(scope), body)(...Object.values(scope));
    const [release = ''] = readdirSync(folder).filter((name) => name !== 'charts' && !name.startsWith('.'));
    const text = readFileSync(join(folder, release, 'manifests/dagster.k8s.yaml'), 'utf8');
    return { release, objects: parseAllDocuments(text).map((document) => document.toJS()) };
  } finally {
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    rmSync(folder, { recursive: true });
  }
}
