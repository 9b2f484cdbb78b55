import { ApiObject } from 'cdk8s';
import {
  Conditional,
  ConfigFile,
  either,
  Fact,
  JsonText,
  nameByContent,
  open,
  Release,
  ReleaseApp,
  resources,
  type Token,
  text,
} from '../../../lib/engine/index.js';
import { boolean } from '../../../lib/index.js';
import { errorsOf } from '../../support/releases.js';

const WORD = open('word', text('a', 'A word.'));
const ON = open('on', boolean(true, 'A switch.'));

/** The errors of a release with one object of this spec, less where it is. */
function errorsIn(spec: object, build: (release: Release) => unknown = () => undefined, values: object = {}): string[] {
  const app = new ReleaseApp({ outdir: 'unused' });
  const release = new Release(app, 'test', { values });
  new ApiObject(release, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', spec });
  build(release);
  return errorsOf(() => app.render()).map((error) => error.replace('test: test/thing: ', ''));
}

const CHANGED = expect.stringContaining(
  'a text that was made of a knob, or of the name of a release, and then changed',
);

test.each<[string, object]>([
  ['a piece of a text with a knob', { a: `${WORD}`.slice(0, 4) }],
  ['a knob that JSON.stringify has printed', { a: JSON.stringify({ WORD }) }],
  ['a choice that JSON.stringify has printed', { a: JSON.stringify(either<number>(ON, 1, 2)) }],
  ['a piece of a text with a knob, in JSON', { a: new JsonText([`${WORD}`.slice(1)]) }],
])('rejects %s', (_, spec) => {
  expect(errorsIn(spec)).toEqual([CHANGED]);
});

const COMPUTED = 'allowed: no control characters where something is computed';

test.each<[string, object, string]>([
  ['a knob in a key of JSON', { a: new JsonText({ [`x${WORD}`]: 1 }) }, 'as a key; allowed: fixed keys'],
  ['a number that is none', { a: [0, Number.NaN] }, 'spec.a.1: found NaN; allowed: a finite number'],
  ['half of a character', { a: '\ud83d' }, 'allowed: whole characters'],
  ['a control character beside a knob', { a: `\x7f${WORD}` }, COMPUTED],
  ['a control character in JSON', { a: new JsonText({ b: '\x85' }) }, COMPUTED],
  ['a control character in a file', { a: new ConfigFile('f', new Fact(() => 'a\x9fb')) }, COMPUTED],
])('rejects %s', (_, spec, error) => {
  expect(errorsIn(spec)).toEqual([expect.stringContaining(error)]);
});

test('a control character in a fixed text is written as it is', () => {
  expect(errorsIn({ a: '\x7f\x85\u2028', b: [WORD] })).toEqual([]);
});

test('rejects a condition that is no boolean, wherever it stands', () => {
  const word: Token<boolean> = JSON.parse('{}', () => WORD);
  const error = expect.stringContaining(
    'found the knob word, a text, as a condition; allowed: a knob of the form boolean',
  );
  expect(errorsIn({ a: either<number>(word, 1, 2) })).toEqual([error]);
  expect(errorsIn({ a: new JsonText([either<number>(word, 1, 2)]) })).toEqual([error]);
  const build = (release: Release) =>
    new ApiObject(new Conditional(release, 'if', word), 'x', { apiVersion: 'v1', kind: 'Pod' });
  expect(errorsIn({}, build)).toEqual([error]);
});

test('rejects two configuration files of one name', () => {
  const files = ['a', 'b'].map((content) => new ConfigFile('settings', new Fact(() => content)));
  expect(errorsIn({ files })).toEqual([
    'test: two configuration files are called "settings"; allowed: one each; let objects share one ConfigFile',
  ]);
});

test('rejects an object that is named by a spec which it has not', () => {
  const build = (release: Release) =>
    nameByContent(new ApiObject(release, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }));
  expect(errorsIn({}, build)).toEqual([
    'test: test/map: spec: found none; allowed: a spec, since a digest of it is part of the name',
  ]);
});

test('rejects keys that Helm uses, opened ones too', () => {
  const spec = { a: open('global.tag', text('a', 'A tag.')), b: open('enabled', boolean(true, 'A switch.')) };
  expect(errorsIn(spec)).toEqual([
    'test: enabled: found "enabled", which Helm uses; allowed: another key',
    'test: global: found "global", which Helm uses; allowed: another key',
  ]);
});

test('rejects one path with two defaults', () => {
  const spec = [resources({ limits: { cpu: '1' } }), resources({})].map((key) => open('amounts', key));
  expect(errorsIn({ spec })).toEqual([expect.stringContaining('amounts: the key is taken for something else')]);
});

test('rejects values that not every reader of YAML reads, whatever their pattern', () => {
  const spec = { a: open('any', text('a', 'A text.', { pattern: '^.*$' })) };
  expect(errorsIn(spec, undefined, { any: '\x7f' })).toEqual([
    expect.stringContaining('allowed: text of printable characters'),
  ]);
});

test.each(['^(?!a).*$', '(?<=a)b', '^(a)\\1$', '\\k<a>', '('])(
  'rejects the pattern %s, which Helm does not know',
  (pattern) => {
    const found = errorsIn({ a: open('any', text(undefined, 'A text.', { pattern })) });
    expect(found).toEqual([expect.stringContaining(`found ${JSON.stringify(pattern)}; allowed: a regular expression`)]);
  },
);

test.each(['^\\(?a$', '^[a-z]+(?:-[a-z]+)*$', '\\\\=', '^\\d{1,3}$'])('the pattern %s is as good as any', (pattern) => {
  expect(errorsIn({ a: open('any', text(undefined, 'A text.', { pattern })) })).toEqual([]);
});
