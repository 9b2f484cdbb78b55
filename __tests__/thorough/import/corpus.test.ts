import { DIFFERENCES } from '../../../lib/dagster/import/report.js';
import { compile, imported, run } from '../../dagster/import/imported-app.js';
import { CORPUS } from './corpus-files.js';
import { DOCUMENTED } from './documented.js';
import { factsOf, ourRole } from './facts.js';
import { differencesOf, officialFacts } from './official-facts.js';

import.meta.jest.setTimeout(120_000);

const all = DOCUMENTED.flatMap(({ differences }) => differences);
const met = new Set<RegExp>();

test.each(Object.keys(CORPUS))(
  'what is imported differs from what the official chart renders as documented: %s',
  (name) => {
    const { release, objects } = run(imported(CORPUS[name] ?? '').files.get('main.ts') ?? '');
    const found = differencesOf(officialFacts(name), factsOf(objects, ourRole(release)));
    const undocumented = found.filter((difference) => {
      const documented = all.filter((pattern) => pattern.test(difference));
      for (const pattern of documented) met.add(pattern);
      return documented.length === 0;
    });
    expect(undocumented).toEqual([]);
  },
);

test('what is imported compiles', () => {
  expect(compile(CORPUS)).toEqual({ status: 0, stdout: '' });
});

test('each difference that is documented stands in the report, and is met', () => {
  expect(DOCUMENTED.filter(({ sentence }) => !DIFFERENCES.some((text) => text.startsWith(sentence)))).toEqual([]);
  expect(all.filter((pattern) => !met.has(pattern))).toEqual([]);
});
