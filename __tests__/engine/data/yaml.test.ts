import { parse } from 'yaml';
import { ValidationError } from '../../../lib/engine/data/issue.js';
import { readYaml } from '../../../lib/engine/data/yaml-reader.js';
import { writeYaml } from '../../../lib/engine/data/yaml-writer.js';

function rejection(text: string): string {
  try {
    readYaml(text);
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
  return '';
}

/** Each list holds the ones before it twice. */
function aliasBomb(levels: number): string {
  const lines = Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
  return ['a0: &a0 [x, x]', ...lines].join('\n');
}

describe('scalars are read as Helm reads them', () => {
  test.each([
    ['yes', true],
    ['No', false],
    ['on', true],
    ['OFF', false],
    ['y', true],
    ['n', false],
    ['true', true],
    ['~', null],
    ['', null],
    ['017', 15],
    ['0o17', 15],
    ['-0o17', -15],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_0', 10],
    ['+1', 1],
    ['1e3', 1000],
    ['1.0', 1],
    ['1:30', '1:30'],
    ['2001-01-01', '2001-01-01'],
    ['100m', '100m'],
    ['"yes"', 'yes'],
    ["'017'", '017'],
    ['!!str 5', '5'],
  ])('%s is %j', (text, value) => {
    expect(readYaml(`key: ${text}`)).toStrictEqual({ key: value });
  });
});

test('aliases and merge keys are expanded into copies', () => {
  const map = readYaml('a: &a {x: 1}\nb: *a\nc:\n  <<: *a\n  z: 2\n');
  expect(map).toStrictEqual({ a: { x: 1 }, b: { x: 1 }, c: { x: 1, z: 2 } });
  expect(map.a).not.toBe(map.b);
});

test('a document marker, comments and a byte order mark are no content', () => {
  expect(readYaml('\uFEFF# comment\n---\na: 1 # one\n...\n')).toStrictEqual({ a: 1 });
});

test.each(['', '\n', '# nothing\n', '---\n', '--- # nothing\n', 'null', '~\n'])('%j is an empty map', (text) => {
  expect(readYaml(text)).toStrictEqual({});
});

describe('YAML that is no values document', () => {
  test.each([
    ['a list', '- a\n- b\n', 'the YAML text holds a list; allowed: one map'],
    ['a word', 'text', 'the YAML text holds no map; allowed: one map'],
    ['two documents', 'a: 1\n---\nb: 1\n', 'found 2 YAML documents; allowed: one'],
    ['a second document that is empty', 'a: 1\n---\n', 'found 2 YAML documents; allowed: one'],
    ['duplicate keys', 'a: 1\nb: 2\na: 3\n', 'Map keys must be unique at line 3, column 1'],
    ['duplicate keys, one of them quoted', '{a: 1, "a": 2}', 'Map keys must be unique'],
    ['a __proto__ key', '__proto__: {enabled: true}', 'found the key "__proto__"'],
    ['a __proto__ key in a map', 'a: {__proto__: 1}', 'a: found the key "__proto__"'],
    ['an alias bomb', aliasBomb(30), 'the YAML text cannot be expanded: Excessive alias count'],
    ['an alias of nothing', 'a: *b', 'Unresolved alias'],
    ['an unknown tag', 'a: !secret x', 'Unresolved tag: !secret'],
    ['infinity', 'a: .inf', 'a: found Infinity, not a finite number'],
    ['a directive, which changes how scalars are read', '%YAML 1.2\n---\na: yes', 'found a %YAML directive'],
    ['text that is no YAML', 'a: [', 'Flow sequence'],
    ['tabs', '\ta: 1', 'Tabs are not allowed as indentation'],
  ])('rejects %s', (_, text, error) => {
    expect(rejection(text)).toContain(error);
  });
});

test('rejects text over 1 MiB, and takes 1 MiB', () => {
  const text = (length: number): string => `a: 1 #${'x'.repeat(length - 6)}`;
  expect(rejection(text(2 ** 20 + 1))).toContain('the YAML text has 1048577 characters; allowed: up to 1048576');
  expect(readYaml(text(2 ** 20))).toStrictEqual({ a: 1 });
});

/** What some YAML reader takes for something other than a string. */
const TRICKY = [
  ...[
    'yes',
    'No',
    'on',
    'y',
    'N',
    'true',
    'null',
    '~',
    '',
    '017',
    '0o17',
    '0x1F',
    '0b1',
    '1_0',
    '1e3',
    '1e3_',
    '1_e3',
    '+_1',
    '1_000.5',
    '.5',
    '1:30',
  ],
  ...['2001-01-01', '.inf', '-.INF', '.NaN', 'NaN', 'inf', '=', '<<', '- a', 'a: b', '#', '# a', '"', "'", '*a', '&a'],
  ...['!a', '%a', '@', '`', '{', '[', 'a\nb', ' a', 'a ', '\t', 'é', '\u2028', '\u0085', '\uE000', 'x'.repeat(300)],
];

test.each(['quoted', 'plain'] as const)('%s text holds every string so that YAML 1.1 and 1.2 read it back', (style) => {
  const value = { list: TRICKY, map: Object.fromEntries(TRICKY.map((text, index) => [`k${index}`, text])) };
  const text = writeYaml(value, style);
  expect(readYaml(text)).toStrictEqual(value);
  expect(parse(text, { version: '1.2' })).toStrictEqual(value);
});

test.each(['0o17', '=', '<<', 'NaN', '.inf', '-Inf', '1e3_', '+_1'])('%s is quoted in plain text too', (text) => {
  expect(writeYaml({ a: text }, 'plain')).toBe(`a: "${text}"\n`);
});

test('each string is quoted in quoted text, and no key', () => {
  expect(writeYaml({ cpu: '100m', enabled: true, replicaCount: 1 }, 'quoted')).toBe(
    'cpu: "100m"\nenabled: true\nreplicaCount: 1\n',
  );
});

test('neither aliases nor folded lines are written', () => {
  const shared = { text: 'word '.repeat(60).trim() };
  const text = writeYaml({ a: shared, b: shared }, 'plain');
  expect(text).toBe(`a:\n  text: ${shared.text}\nb:\n  text: ${shared.text}\n`);
});

describe('what Helm does not read, or reads otherwise', () => {
  const character = 'allowed: printable ones, or an escape in "..."';
  const tab = 'found a tab in the indentation; allowed: spaces';
  const behind = 'found content behind "---"; allowed: content from the next line on';
  const key = 'found a key that is no text; allowed: texts, numbers and booleans';
  const colon = 'found "b:" without a space; allowed: one behind ":", or quotes';
  const escaped = 'allowed: the character itself, or \\U and 8 digits';

  test.each([
    ['a bell in a comment', '# a\u0007b\na: 1\n', `line 1: found the character "\\u0007"; ${character}`],
    ['a zero in a text', 'a: 1\nb: "x\u0000y"\n', `line 2: found the character "\\u0000"; ${character}`],
    ['a delete', 'a: {b: 1,\u007f c: 2}\n', `line 1: found the character "\u007f"; ${character}`],
    [
      'a line end of YAML 1.1 in a comment',
      '# a\u2028b: 1\na: 1\n',
      `line 1: found the character "\u2028"; ${character}`,
    ],
    ['a next-line character', 'a: x\u0085y\n', `line 1: found the character "\u0085"; ${character}`],
    ['a line of a single tab', 'a:\n\t\n  b: 1\n', `line 2: ${tab}`],
    ['a tab before a comment', 'a: 1\n\t# c\nb: 2\n', `line 2: ${tab}`],
    ['a tab in the last line', 'a: 1\n  \t', `line 2: ${tab}`],
    ['a tab behind a dash', 'a:\n  -\t1\n', `line 2: ${tab}`],
    ['a map behind a marker', '--- {a: 1}\n', `line 1: ${behind}`],
    ['a tag behind a marker', '# c\n--- !!map\na: 1\n', `line 2: ${behind}`],
    ['a marker without a space', '---{a: 1}\n', `line 1: ${behind}`],
    ['a directive', '%TAG ! tag:x,2000:\n---\na: 1\n', 'line 1: found a directive; allowed: none'],
    ['a percent sign at the start', '%a: 1\n', 'line 1: found a directive; allowed: none'],
    ['an end of nothing', '# c\n...\n', 'line 2: found "..." behind nothing; allowed: one YAML map'],
    ['null as a key', 'a: 1\n~: 2\n', `line 2: ${key}`],
    ['no key', ': 1\n', `line 1: ${key}`],
    ['a list as a key', '[a]: 1\n', `line 1: ${key}`],
    ['infinity as a key', '.inf: a\n', `line 1: ${key}`],
    ['a colon at the end of a list', 'a: [b:]\n', `line 1: ${colon}`],
    ['a colon before a comma', 'a: {b:,c: 1}\n', `line 1: ${colon}`],
    ['an escaped slash', 'a: "x\\/y"\n', `line 1: found the escape \\/; ${escaped}`],
    ['an escaped pair', 'a:\n  "\\ud83d\\ude00"\n', `line 2: found the escape \\ud83d; ${escaped}`],
  ])('rejects %s', (_, text, error) => {
    expect(rejection(text)).toContain(error);
  });

  test.each([
    ['tabs between words', 'a:\t1\t# c\nb: [1,\t2]\n', { a: 1, b: [1, 2] }],
    ['a tab in a block of text', 'a: |\n  x\n  \t\n  \ty\n', { a: 'x\n\t\n\ty\n' }],
    ['a tab in a comment', '#\tc\na: 1 #\td\n', { a: 1 }],
    ['a comment behind a marker', '---\t# c\na: 1\n', { a: 1 }],
    ['an escaped backslash before a slash', 'a: "\\\\/"\n', { a: '\\/' }],
    ['escapes beside surrogates', 'a: "\\ud7ff\\ue000\\U0001f600"\n', { a: '\ud7ff\ue000\u{1f600}' }],
    ['keys that are numbers and booleans', '1: a\nyes: b\n', { 1: 'a', true: 'b' }],
  ])('takes %s, as Helm does', (_, text, value) => {
    expect(readYaml(text)).toStrictEqual(value);
  });
});

test('a line of one space in a long text is read as it was written', () => {
  const value = { note: `first\n \n${'last '.repeat(20)}` };
  expect(readYaml(writeYaml(value, 'quoted'))).toStrictEqual(value);
});
