import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { coalesce } from '../../../lib/engine/index.js';
import { ROOT, temporaryFolder } from '../../support/tools.js';
import { CORPUS } from './corpus.js';
import { imported, run } from './imported-app.js';
import { differences } from './official-meaning.js';

import.meta.jest.setTimeout(120_000);

/** The differences that the report names, and that the values decide nothing of. */
const DOCUMENTED = [
  /^(webserver|daemon|location \S+) pull policy: "Always" became "IfNotPresent"$/,
  /^(webserver|daemon|location \S+) resources: \{\} became /,
  /^daemon heartbeat: "300" became null$/,
];

test.each(Object.entries(CORPUS))('what is imported means what it meant: %s', (_, text) => {
  const main = imported(text).files.get('main.ts') ?? '';
  const found = differences(text, run(main).objects, 'analytics');
  expect(found.filter((difference) => !DOCUMENTED.some((documented) => documented.test(difference)))).toEqual([]);
});

/** Documents that differ from one another, one laid over the other, under numbers and texts of no meaning. */
const DOCUMENTS = fc
  .record({
    layers: fc.shuffledSubarray(Object.values(CORPUS), { minLength: 2 }),
    replicas: fc.integer({ min: 1, max: 20 }),
    port: fc.integer({ min: 1, max: 65_535 }),
    most: fc.integer({ min: -1, max: 500 }),
    tolerance: fc.integer({ min: 1, max: 5_000 }),
    env: fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    days: fc.integer({ min: 1, max: 400 }),
  })
  .map(({ layers, replicas, port, most, tolerance, env, days }) =>
    [
      ...layers.map((text) => parse(text)),
      {
        dagsterWebserver: { replicaCount: replicas, service: { port }, env: [{ name: 'TEXT', value: env }] },
        dagsterDaemon: {
          heartbeatTolerance: tolerance,
          runCoordinator: { config: { queuedRunCoordinator: { maxConcurrentRuns: most } } },
        },
        retention: { schedule: { purgeAfterDays: days } },
      },
    ].reduce(coalesce, {}),
  );

test('what is imported means what it meant, whatever is laid over what', () => {
  fc.assert(
    fc.property(DOCUMENTS, (document) => {
      const text = JSON.stringify(document);
      const found = differences(text, run(imported(text).files.get('main.ts') ?? '').objects, 'analytics');
      expect(found.filter((difference) => !DOCUMENTED.some((documented) => documented.test(difference)))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('the official defaults are an app of at most 25 lines', () => {
  const main = imported(CORPUS['the official defaults'] ?? '').files.get('main.ts') ?? '';
  expect(main.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  expect(main).toMatchSnapshot();
});

test.each(Object.entries(CORPUS))('every value of a document has one fate, and is known: %s', (_, text) => {
  const counts = imported(text).summary.match(/\d+/g)?.map(Number) ?? [];
  const [all, ...fates] = counts;
  expect(fates.reduce((sum, count) => sum + count, 0)).toBe(all);
  expect(fates.at(-1)).toBe(0);
});

test('what is imported compiles', () => {
  const folder = temporaryFolder();
  for (const [index, text] of Object.values(CORPUS).entries())
    writeFileSync(join(folder, `main-${index}.ts`), imported(text).files.get('main.ts') ?? '');
  const paths = { 'cdk8s-dagster': [join(ROOT, 'lib/index.ts')], cdk8s: [join(ROOT, 'node_modules/cdk8s')] };
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    paths,
  };
  const options = { ...compilerOptions, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
