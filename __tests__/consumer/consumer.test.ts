import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DagsterApp, DagsterChart } from '../../lib/index.js';
import { parseManifests } from '../support/releases.js';
import { ConsumerRepo, Tarball } from './consumer-repo.js';

import.meta.jest.setTimeout(120_000);

const MAIN = `import { App } from 'cdk8s';
import { DagsterApp, DagsterChart, type DagsterChartProps, ValidationError } from 'cdk8s-dagster';

const props: DagsterChartProps = { preset: 'medium', createNamespace: true };
const app: App = new DagsterApp();
const chart = new DagsterChart(app, 'analytics', props);
chart.userCode.addLocation({
  name: 'etl',
  image: { repository: 'example.com/etl', tag: '1.2.3' },
  args: ['--module-name', 'etl.definitions'],
});
try {
  app.synth();
} catch (error) {
  throw error instanceof ValidationError ? error : new Error('unforeseen');
}
`;

/** The files that the app in MAIN means. */
function meant(): Record<string, string> {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = new DagsterChart(app, 'analytics', { preset: 'medium', createNamespace: true });
  const image = { repository: 'example.com/etl', tag: '1.2.3' };
  chart.userCode.addLocation({ name: 'etl', image, args: ['--module-name', 'etl.definitions'] });
  return Object.fromEntries(app.render());
}

/** Checks what is in dist: the very files that the sources here give. */
function expectRelease(files: Record<string, string>): void {
  const { '.cdk8s-dagster': record, ...others } = files;
  expect(record).toBeDefined();
  expect(others).toEqual(meant());
  expect(parse(others['analytics/values.yaml'] ?? '')).toMatchObject({ 'dagster-webserver': { replicaCount: 1 } });
  const objects = parseManifests(others['analytics/manifests/dagster.k8s.yaml'] ?? '');
  expect(objects[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'analytics' } });
}

let tarball: Tarball;

beforeAll(() => {
  tarball = new Tarball();
});

afterAll(() => tarball.remove());

describe('the package', () => {
  test('holds the compiled library, its types and its schema, and neither sources nor tests', () => {
    expect(tarball.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'lib/index.js',
        'lib/index.d.ts',
        'lib/engine/cli/main.js',
      ]),
    );
    expect(tarball.files).toContain('lib/dagster/contract/contract.schema.json');
    const strangers = tarball.files.filter(
      (path) => !/^(LICENSE|README\.md|package\.json|lib\/.*\.(js|d\.ts|schema\.json))$/.test(path),
    );
    expect(strangers).toEqual([]);
  });
});

describe('an ESM repository', () => {
  let consumer: ConsumerRepo;

  beforeAll(() => {
    consumer = new ConsumerRepo(tarball, 'module');
    consumer.link('tsx');
    consumer.write('main.ts', MAIN);
    consumer.write('cdk8s.yaml', 'language: typescript\napp: node --import tsx main.ts\n');
  });

  afterAll(() => consumer.remove());

  test('finds types for all that it imports', () => {
    expect(consumer.typescript('--noEmit', '--strict', '--module', 'nodenext', 'main.ts')).toMatchObject({
      status: 0,
      stdout: '',
    });
  });

  test('synthesizes with cdk8s synth', () => {
    expect(consumer.cdk8s('synth')).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files());
  });

  test('synthesizes with the command of the package, into any folder', () => {
    expect(consumer.cdk8sDagster('synth', '--output', 'out')).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files('out'));
  });

  test('rejects what is wrong, with every error in a list of its own', () => {
    consumer.write(
      'wrong.ts',
      MAIN.replace('createNamespace: true', `values: { 'dagster-daemon': { replicaCount: 2 } }`),
    );
    const { status, stderr } = consumer.cdk8sDagster('synth', '-o', 'wrong', '--app', 'node --import tsx wrong.ts');
    expect(status).toBe(1);
    expect(stderr).toMatch(/1 error, nothing was written:\n {2}- analytics: dagster-daemon\.replicaCount: found 2; /);
    expect(existsSync(join(consumer.path, 'wrong'))).toBe(false);
  });
});

/** The compiler options of the template that `cdk8s init typescript-app` writes. */
const STOCK_OPTIONS = {
  alwaysStrict: true,
  declaration: true,
  experimentalDecorators: true,
  inlineSourceMap: true,
  inlineSources: true,
  lib: ['es2016'],
  module: 'CommonJS',
  noEmitOnError: true,
  noFallthroughCasesInSwitch: true,
  noImplicitAny: true,
  noImplicitReturns: true,
  noImplicitThis: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  resolveJsonModule: true,
  strict: true,
  strictNullChecks: true,
  strictPropertyInitialization: true,
  stripInternal: true,
  target: 'ES2017',
};

describe('a CommonJS repository, as cdk8s init makes it', () => {
  let consumer: ConsumerRepo;

  beforeAll(() => {
    consumer = new ConsumerRepo(tarball, 'commonjs');
    consumer.write('main.ts', MAIN);
    consumer.write('tsconfig.json', JSON.stringify({ compilerOptions: STOCK_OPTIONS, include: ['**/*.ts'] }));
    consumer.write('cdk8s.yaml', 'language: typescript\napp: node main.js\n');
  });

  afterAll(() => consumer.remove());

  test.each(['nodenext', 'commonjs', 'preserve'])('finds types for all that it imports: module %s', (module) => {
    expect(consumer.typescript('-p', '.', '--noEmit', '--module', module)).toMatchObject({ status: 0, stdout: '' });
  });

  test('compiles its main.ts to a main.js that requires the package, and synthesizes with cdk8s synth', () => {
    expect(consumer.typescript('-p', '.')).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(join(consumer.path, 'main.js'), 'utf8')).toContain('require("cdk8s-dagster")');
    expect(consumer.cdk8s('synth')).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files());
  });

  test('synthesizes with the command of the package', () => {
    expect(consumer.cdk8sDagster('synth', '-o', 'out')).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files('out'));
  });
});
