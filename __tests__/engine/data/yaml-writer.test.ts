import fc from 'fast-check';
import { Document } from 'yaml';
import { DOCUMENT_OPTIONS, printYaml } from '../../../lib/engine/data/yaml-document.js';
import { writeYaml } from '../../../lib/engine/data/yaml-writer.js';

/** Texts that YAML may take for something else, or write in several ways. */
const SPECIAL = [
  ...[
    '',
    '~',
    '-',
    '?',
    '- a',
    '? a',
    'a: b',
    'a:',
    ':a',
    'a #b',
    '#a',
    '%a',
    '---',
    '...',
    '--- a',
    'a\n---\nb',
    '<<',
    '=',
  ],
  ...[
    'y',
    'No',
    'on',
    'TRUE',
    'null',
    '.inf',
    'nan',
    '0o7',
    '0x1f',
    '017',
    '1_0',
    'e0',
    'E-12',
    '1e3',
    '1.',
    '.5',
    'e0',
    'E-12',
    '1:30',
    '2001-01-01',
  ],
  ...[
    'a\n',
    'a\n\n',
    '\n',
    '\n\n',
    '\na',
    'a\n\n\nb\n',
    ' a\nb',
    'a\n b\n',
    'a \nb',
    'a\n \nb',
    'a\n\t',
    '\ta\n',
    'a\r\nb',
    ' ',
  ],
  ...[
    "it's",
    '"',
    '"\'',
    '\\',
    '{{ x }}',
    '{{ .Values.a }}',
    '$(A)',
    '[a]',
    '{a}',
    '@a',
    '`a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    'a,b',
  ],
  ...[
    '\u2028',
    '\ufeff',
    '\u0085',
    '\u0000',
    '\ud800',
    '\u{1f600}',
    'é',
    '\u00a0',
    `${'long '.repeat(40)}`,
    'x'.repeat(1100),
  ],
  ...['registry.example.com:5000/a/b:1.2', 'a@sha256:0f', 'true.', 'n/a', 'y:', 'yes:no', '/a', '.a', '_', 'a_'],
];

const text = fc.oneof(
  fc.constantFrom(...SPECIAL),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('a', 'b: ', '\n', ' ', '\t', '-', '#', '"', "'", '\\', ':', '%', '~', '1', '.', '\u2029'))
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...SPECIAL), fc.constantFrom(...SPECIAL)).map((parts) => parts.join('')),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e21, 1e-7, 0.1, Number.MAX_SAFE_INTEGER + 2));
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(text, text, number, fc.boolean(), fc.constantFrom(null, undefined)),
    fc.array(tie('data'), { maxLength: 5 }),
    fc.dictionary(text, tie('data'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

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
    for (const special of SPECIAL) {
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
