import { join } from 'node:path';
import { ROOT } from '../support/tools.js';
import { ConsumerRepo } from './consumer-repo.js';

import.meta.jest.setTimeout(120_000);

const TYPED = `import { App } from 'cdk8s';
import { DagsterApp, DagsterChart, type DagsterChartProps, ValidationError } from 'cdk8s-dagster';
import { Component, Release } from 'cdk8s-dagster/engine';

const props: DagsterChartProps = { preset: 'medium', webserver: { pod: { tolerations: [{ operator: 'Exists' }] } } };
const app: App = new DagsterApp();
const release: Release = new DagsterChart(app, 'analytics', props);
export const components: Component[] = [release.node.findChild('webserver')].filter(
  (child): child is Component => child instanceof Component,
);
// @ts-expect-error a field of Kubernetes' objects that is a string
export const wrong: DagsterChartProps = { webserver: { pod: { tolerations: [{ operator: 5 }] } } };
export const issues = (error: unknown) => (error instanceof ValidationError ? error.issues : []);
`;

/** Every way to find a module that a compiler has: `module` and `moduleResolution`. */
const COMPILERS = {
  'TypeScript 5.9': {
    project: join(ROOT, '__tests__/consumer/typescript-app'),
    ways: [
      ['commonjs', 'node10'],
      ['node16', 'node16'],
      ['nodenext', 'nodenext'],
      ['preserve', 'bundler'],
    ],
  },
  'TypeScript 7': {
    project: ROOT,
    ways: [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ],
  },
};

const STRICT = '--strict --noEmit --skipLibCheck false --target es2017 --lib es2016 --types node'.split(' ');

describe.each(Object.entries(COMPILERS))('%s', (_, { project, ways }) => {
  let consumer: ConsumerRepo;

  beforeAll(() => {
    consumer = new ConsumerRepo();
    consumer.link('typescript', project);
    consumer.link('@types/node', project);
    for (const end of ['cts', 'mts', 'ts']) consumer.write(`main.${end}`, TYPED);
  });

  afterAll(() => consumer.remove());

  test.each(ways)('finds the types of both doors: %s, %s', (module = '', resolution = '') => {
    const way = ['--module', module, '--moduleResolution', resolution];
    expect(consumer.run('tsc', ...STRICT, ...way, 'main.ts', 'main.cts', 'main.mts')).toMatchObject({
      status: 0,
      stdout: '',
    });
  });
});
