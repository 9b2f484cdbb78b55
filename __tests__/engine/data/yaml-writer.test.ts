import fc from 'fast-check';
import { Document } from 'yaml';
import { DOCUMENT_OPTIONS, printYaml } from '../../../lib/engine/data/yaml-document.js';
import { writeYaml } from '../../../lib/engine/data/yaml-writer.js';
import { data, SPECIAL_TEXTS } from '../../support/yaml-data.js';

test.each(['plain', 'quoted'] as const)('data of any form is written as the yaml package writes it, %s', (style) => {
  fc.assert(
    fc.property(data, (value) => {
      expect(writeYaml(value, style)).toBe(printYaml(new Document(value, DOCUMENT_OPTIONS), style));
    }),
    { numRuns: 1_000 },
  );
});

test.each(['plain', 'quoted'] as const)(
  'each special text is written so as a key, a member and an item, %s',
  (style) => {
    for (const special of SPECIAL_TEXTS) {
      const value = {
        [special]: 1,
        a: special,
        b: { [special]: special, c: [special, [special, { d: special }]] },
        e: special,
      };
      expect(writeYaml(value, style)).toBe(printYaml(new Document(value, DOCUMENT_OPTIONS), style));
    }
  },
);

test('what is no plain data is left to the yaml package', () => {
  const value = { when: new Date(0), named: { toJSON: () => ({ a: 1 }) }, big: 10n };
  expect(writeYaml(value, 'plain')).toBe(printYaml(new Document(value, DOCUMENT_OPTIONS), 'plain'));
});
