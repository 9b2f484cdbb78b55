import fc from 'fast-check';
import { parse } from 'yaml';
import { coalesce } from '../../../lib/engine/index.js';
import { CORPUS } from './corpus.js';
import { compile, imported, run } from './imported-app.js';
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
  expect(compile(CORPUS)).toEqual({ status: 0, stdout: '' });
});
