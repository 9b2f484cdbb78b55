import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as own from '../../lib/index.js';
import { type Outcome, ROOT, run, temporaryFolder } from './tools.js';

const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href;
const NAMES = Object.keys(own).filter((name) => !['DagsterApp', 'DagsterChart'].includes(name));

const ALL = `const failed = {};
for (const name of process.argv.slice(2)) {
  process.env.CDK8S_OUTDIR = 'dist/' + name;
  await import('./' + name + '.ts').catch((error) => { failed[name] = String(error); });
}
console.log(JSON.stringify(failed));
`;

/**
 * A block of TypeScript as a whole module: it is one if it imports; else it is properties of a release, if it begins with one,
 * or statements about `chart`, a release of `app`.
 */
function moduleOf(text: string): string {
  if (/^import /m.test(text)) return text;
  const imports = `import { DagsterApp, DagsterChart, ${NAMES.join(', ')} } from 'cdk8s-dagster';\n`;
  if (/^\w+:/.test(text))
    return `${imports}const app = new DagsterApp();\nnew DagsterChart(app, 'analytics', {\n${text}});\napp.synth();\n`;
  const release = `const app = new DagsterApp();\nexport const chart = new DagsterChart(app, 'analytics');\n`;
  return `${imports}${release}{\n${text}}\napp.synth();\n`;
}

/** A folder in which blocks of TypeScript, by the names of their files, are compiled and run. */
export class Snippets {
  readonly folder = temporaryFolder();

  constructor(private readonly blocks: Readonly<Record<string, string>>) {
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
    const compilerOptions = { noUnusedLocals: false, rootDir: '/', types: [join(ROOT, 'node_modules/@types/node')] };
    const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'], exclude: [] };
    writeFileSync(join(this.folder, 'tsconfig.json'), JSON.stringify(config));
    for (const [name, text] of Object.entries(blocks)) writeFileSync(join(this.folder, `${name}.ts`), moduleOf(text));
  }

  /** What the compiler says. */
  compile(): Outcome {
    return run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: this.folder });
  }

  /** Synthesizes all in one process. @returns what each failed with, by name; see `dist` for what was written */
  synthesize(): Record<string, string> {
    const names = Object.keys(this.blocks);
    for (const name of names) mkdirSync(this.dist(name), { recursive: true });
    writeFileSync(join(this.folder, 'all.mjs'), ALL);
    const { stdout, stderr } = run('node', ['--import', LOADER, 'all.mjs', ...names], { cwd: this.folder });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** The folder that one writes. */
  dist(name: string): string {
    return join(this.folder, 'dist', name);
  }
}
