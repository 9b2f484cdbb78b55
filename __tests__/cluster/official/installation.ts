import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAGSTER_VERSION } from '../../../lib/dagster/version.js';
import { blocksIn } from '../../support/markdown.js';
import { run as command, filesBelow, helm, kubectl, pathOf, ROOT, temporaryFolder } from '../../support/tools.js';
import { Dagster } from '../support/dagster.js';
import { printed } from '../support/printed.js';

const NAME = 'dagster';

/** The code location that the official chart has by default. */
export const LOCATION = 'k8s-example-user-code-1';

/** What somebody told the official chart. */
const VALUES = {
  'dagster-user-deployments': {
    deployments: [
      {
        name: LOCATION,
        image: { repository: 'docker.io/dagster/user-code-example', tag: DAGSTER_VERSION, pullPolicy: 'IfNotPresent' },
        dagsterApiGrpcArgs: ['--python-file', '/example_project/example_repo/repo.py'],
        port: 3030,
      },
    ],
  },
};

const PAGE = blocksIn(readFileSync(join(ROOT, 'docs/moving.md'), 'utf8'));

/** Blocks of the page on moving. */
export function blocksOf(section: string, language: string): string[] {
  const found = PAGE.filter((block) => block.section === section && block.language === language);
  return found.map(({ text }) => text);
}

/** The release `dagster` of the official chart, in the namespace `dagster`, and the folder of the person who moves it. */
export class Installation {
  readonly folder = temporaryFolder();
  readonly project = join(this.folder, 'project');
  private readonly run: string[] = [];

  constructor() {
    const chart = join(this.folder, 'chart');
    cpSync(import.meta.dirname, chart, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    for (const [path, text] of Object.entries(filesBelow(chart)))
      writeFileSync(join(chart, path), text.replaceAll('VERSION', DAGSTER_VERSION));
    writeFileSync(join(this.folder, 'values.json'), JSON.stringify(VALUES));
    mkdirSync(this.project);
    this.command('npx', `exec node ${ROOT}/packaging/run.js ${ROOT}/lib/cli.ts "\${@:3}"`);
    writeFileSync(join(this.folder, 'tsconfig.json'), JSON.stringify({ extends: join(ROOT, 'tsconfig.json') }));
    this.command(
      'npm',
      `if [ "$1" = install ]; then ln -s ${ROOT}/node_modules . && cp ../tsconfig.json . && sed -i 's/tsx/tsx\\/esm/' cdk8s.yaml
      else exec node ${ROOT}/packaging/run.js ${ROOT}/lib/cli.ts synth --no-types; fi`,
    );
  }

  install(): void {
    kubectl(['create', 'namespace', NAME]);
    const chart = [NAME, join(this.folder, 'chart'), '--values', join(this.folder, 'values.json')];
    printed('helm install', helm(['install', ...chart, '--namespace', NAME, '--wait', '--timeout', '30m']));
  }

  /** Runs blocks of the page, in the folder of the project. */
  shell(blocks: readonly string[]): void {
    expect(blocks).not.toEqual([]);
    this.run.push(...blocks);
    const path = [join(this.folder, 'bin'), ...['kubectl', 'helm'].map((tool) => join(pathOf(tool as 'helm'), '..'))];
    const env = { ...process.env, PATH: `${path.join(':')}:${process.env.PATH}` };
    for (const block of blocks)
      printed(block, command('bash', ['-euo', 'pipefail', '-c', block], { cwd: this.project, env }));
  }

  /** The commands of the page that have not been run. */
  left(): string[] {
    return PAGE.filter(({ language, text }) => language === 'sh' && !this.run.includes(text)).map(({ text }) => text);
  }

  /** Puts properties of the page in the place of the database that the import wrote. */
  edit(imported: string, [properties = '']: readonly string[]): void {
    const database = /^ {2}\/\/ Decide: PostgreSQL[^\n]*\n {2}postgresql: \{\n[\s\S]*?^ {2}\},\n/m;
    expect(imported).toMatch(database);
    const edited = imported.replace(database, properties).replace("preset: 'medium'", "preset: 'small'");
    writeFileSync(join(this.project, 'main.ts'), edited);
  }

  /** The webserver behind a Service. */
  dagster(service: string): Dagster {
    return new Dagster(`http://${this.get('service', service, '{.spec.clusterIP}')}`);
  }

  get(kind: string, name: string, path: string): string {
    return printed(`${kind} ${name}`, kubectl(['get', kind, name, '--namespace', NAME, `--output=jsonpath=${path}`]));
  }

  remove(): void {
    kubectl(['delete', 'namespace', NAME, '--wait=false']);
  }

  private command(name: string, script: string): void {
    const file = join(this.folder, 'bin', name);
    mkdirSync(join(this.folder, 'bin'), { recursive: true });
    writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(file, 0o755);
  }
}
