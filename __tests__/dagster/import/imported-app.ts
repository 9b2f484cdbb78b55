import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { importOfficialValues } from '../../../lib/dagster/import/importer.js';
import * as library from '../../../lib/index.js';
import { ROOT, temporaryFolder, run as tool } from '../../support/tools.js';

const NAMES = { release: 'analytics', namespace: 'data', project: 'analytics' };

export const imported = (text: string): ReturnType<typeof importOfficialValues> =>
  importOfficialValues(parse(text, { merge: true }) ?? {}, NAMES);

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

/** What the compiler says of the apps that some values become. */
export function compile(corpus: Readonly<Record<string, string>>): { status: number | null; stdout: string } {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(corpus))
    writeFileSync(join(folder, `${name.replaceAll(' ', '-')}.ts`), imported(text).files.get('main.ts') ?? '');
  const paths = { 'cdk8s-dagster': [join(ROOT, 'lib/index.ts')], cdk8s: [join(ROOT, 'node_modules/cdk8s')] };
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    paths,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = tool(process.execPath, [compiler, '-p', folder]);
  rmSync(folder, { recursive: true });
  return { status, stdout };
}
