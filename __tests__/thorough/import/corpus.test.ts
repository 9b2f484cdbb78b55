import { compile, imported, run } from '../../dagster/import/imported-app.js';
import { CORPUS } from './corpus-files.js';
import { DOCUMENTED, Documentation } from './documented.js';
import { factsOf, ourRole } from './facts.js';
import { differencesOf, officialFacts } from './official-facts.js';

import.meta.jest.setTimeout(120_000);

const documentation = new Documentation(DOCUMENTED);

test.each(Object.keys(CORPUS))(
  'what is imported differs from what the official chart renders as documented: %s',
  (name) => {
    const { release, objects } = run(imported(CORPUS[name] ?? '').files.get('main.ts') ?? '');
    const found = differencesOf(officialFacts(name), factsOf(objects, ourRole(release)));
    expect(documentation.undocumented(found)).toEqual([]);
  },
);

test('what is imported compiles', () => {
  expect(compile(CORPUS)).toEqual({ status: 0, stdout: '' });
});

test('each difference that is documented stands in the report, and is met', () => {
  expect(documentation.idle).toEqual([]);
});
