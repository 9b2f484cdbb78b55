import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindsByVersion } from '../../packaging/kubernetes.js';
import { ROOT } from '../support/tools.js';
import { ConsumerRepo } from './consumer-repo.js';

import.meta.jest.setTimeout(120_000);

const FOLDER = 'node_modules/cdk8s-dagster';

let consumer: ConsumerRepo;
let files: Record<string, string>;

beforeAll(() => {
  consumer = new ConsumerRepo();
  files = consumer.files(FOLDER);
});

afterAll(() => consumer.remove());

test('the package holds what has been built, and neither sources nor tests', () => {
  const paths = Object.keys(files);
  expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'build/THIRD-PARTY.txt', 'build/cli.cjs']));
  const doors = ['index', 'engine'].flatMap((door) =>
    ['js', 'cjs', 'd.ts', 'd.cts'].map((end) => `build/${door}.${end}`),
  );
  expect(paths).toEqual(expect.arrayContaining(doors));
  expect(paths.filter((path) => !/^(build\/.*|LICENSE|README\.md|package\.json)$/.test(path))).toEqual([]);
});

test('the package needs nothing but its peers, and neither do its types', () => {
  const { dependencies, peerDependencies } = JSON.parse(files['package.json'] ?? '');
  expect(dependencies).toBeUndefined();
  const types = Object.entries(files).flatMap(([path, text]) => (/\.d\.c?ts$/.test(path) ? [text] : []));
  const imported = types.flatMap((text) =>
    [...text.matchAll(/(?: from |\bimport\(|types=)["']([^"']+)["']/g)].map(([, id]) => id),
  );
  const elsewhere = new Set(imported.filter((id) => !id?.startsWith('./')));
  expect([...elsewhere].sort()).toEqual(['cdk8s', 'constructs']);
  expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining([...elsewhere]));
});

test('the notice names every package that is bundled, with its licence', () => {
  const notice = files['build/THIRD-PARTY.txt'] ?? '';
  for (const name of ['ajv', 'kubernetes-models', '@kubernetes-models/argo-cd', 'yaml', 'fastest-levenshtein']) {
    const { version, license } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
    expect(notice).toContain(`\n${name} ${version}, ${license}\n`);
  }
  expect(notice.match(/^copyright .*$/gim)?.length).toBeGreaterThan(10);
});

test('every kind of Kubernetes’ own and of Argo CD is checked', async () => {
  const kinds = [...(await kindsByVersion())].flatMap(([apiVersion, { kinds: names }]) =>
    names.map((kind) => ({ apiVersion, kind })),
  );
  expect(kinds.length).toBeGreaterThan(200);
  consumer.write(
    'kinds.cjs',
    `const { ApiObject, Chart } = require('cdk8s');
    const { DagsterApp } = require('cdk8s-dagster');
    const app = new DagsterApp();
    const kinds = ${JSON.stringify(kinds)};
    kinds.forEach((kind, index) => {
      const chart = new Chart(app, 'chart-' + index, { disableResourceNameHashes: true });
      new ApiObject(chart, 'object', { ...kind, metadata: { resourceVersion: 5, name: 'object-' + index } });
    });
    try { app.synth(); } catch (error) { console.log(JSON.stringify(error.issues)); }`,
  );
  const { stdout } = consumer.node(['kinds.cjs']);
  const issues: { source: string; message: string }[] = JSON.parse(stdout);
  const text = issues.map(({ source, message }) => `${source}: ${message}`).join('\n');
  const unchecked = kinds.filter(({ kind }, index) => !new RegExp(`${kind} object-${index}: `).test(text));
  expect(unchecked).toEqual([]);
});
