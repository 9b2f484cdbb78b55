import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DagsterApp, DagsterChart } from '../../lib/index.js';
import { ROOT } from '../support/tools.js';
import { ConsumerRepo } from './consumer-repo.js';

import.meta.jest.setTimeout(120_000);

const TEMPLATE = join(
  dirname(createRequire(join(ROOT, 'main.ts')).resolve('cdk8s-cli/package.json')),
  'templates/typescript-app',
);

/** The project here that installs what the template asks for. */
const TOOLS = join(ROOT, '__tests__/consumer/typescript-app');

const template = JSON.parse(readFileSync(join(TEMPLATE, 'package.json'), 'utf8'));
const tools = JSON.parse(readFileSync(join(TOOLS, 'package.json'), 'utf8'));

/** The main.ts of the template, whose app and chart become ours. */
function main(): string {
  const stock = readFileSync(join(TEMPLATE, 'main.ts'), 'utf8');
  const names: Readonly<Record<string, string>> = {
    App: 'DagsterApp',
    Chart: 'DagsterChart',
    ChartProps: 'DagsterChartProps',
    cdk8s: 'cdk8s-dagster',
    '{{ $base }}': 'analytics',
  };
  return stock.replace(/\b(App|Chart|ChartProps|cdk8s)\b|\{\{ \$base \}\}/g, (name) => names[name] ?? name);
}

describe('the project that cdk8s init typescript-app makes', () => {
  let consumer: ConsumerRepo;

  beforeAll(() => {
    consumer = new ConsumerRepo({ scripts: template.scripts });
    for (const name of Object.keys({ ...template.devDependencies, 'cdk8s-plus-33': '' }).filter(
      (name) => name !== 'cdk8s-cli',
    ))
      consumer.link(name, TOOLS);
    for (const name of readdirSync(TEMPLATE).filter((name) =>
      /^(tsconfig\.json|jest\.config\.js|cdk8s\.yaml|.*\.test\.ts)$/.test(name),
    ))
      cpSync(join(TEMPLATE, name), join(consumer.path, name));
    consumer.write('main.ts', main());
  });

  afterAll(() => consumer.remove());

  test('has the tools that the template asks for', () => {
    const { 'cdk8s-cli': _, ...asked } = template.devDependencies;
    expect(tools.devDependencies).toEqual(asked);
    expect(consumer.run('tsc', '--version').stdout).toMatch(/ 5\.9\./);
  });

  test('compiles, with the types of all packages checked', () => {
    expect(consumer.npmRun('compile')).toMatchObject({ status: 0 });
    expect(consumer.read('main.js')).toContain('require("cdk8s-dagster")');
  });

  test('passes its test, which synthesizes a chart', () => {
    const { status, stderr } = consumer.npmRun('test', '--ci=false');
    expect([status, stderr]).toEqual([0, expect.stringContaining('1 snapshot written')]);
    expect(consumer.read('__snapshots__/main.test.ts.snap')).toContain('"name": "test-chart-webserver"');
  });

  test('synthesizes', () => {
    expect(consumer.npmRun('synth')).toMatchObject({ status: 0, stderr: '' });
    const app = new DagsterApp({ outdir: 'unused' });
    new DagsterChart(app, 'analytics');
    expect(consumer.files()).toMatchObject(Object.fromEntries(app.render()));
  });
});
