import { ApiObject } from 'cdk8s';
import {
  All,
  Conditional,
  either,
  Fact,
  JsonText,
  open,
  Release,
  ReleaseApp,
  type Token,
  text,
} from '../../lib/engine/index.js';
import { boolean } from '../../lib/index.js';
import { errorsOf } from '../support/releases.js';

const SWITCH = open('switch', boolean(true, 'A switch.'));
const WORD = open('word', text('a', 'A word.'));

function errorsOfData(value: unknown, condition: Token<boolean> = SWITCH): string[] {
  const app = new ReleaseApp({ outdir: 'unused' });
  const scope = new Conditional(new Release(app, 'test'), 'scope', condition);
  new ApiObject(scope, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data: { key: value } });
  return errorsOf(() => app.render());
}

test.each<[string, unknown, Token<boolean>]>([
  ['all of several', either<string>(new All([SWITCH, new Fact(() => true)]), 'yes', 'no'), new All([SWITCH])],
  ['a choice', either<string>(either<boolean>(SWITCH, true, false), 'yes', 'no'), either<boolean>(SWITCH, true, false)],
  ['knobs and choices in JSON text', new JsonText({ word: WORD, list: [`x${WORD}`], a: either(SWITCH, 1, 2) }), SWITCH],
  ['what may be missing in JSON text', new JsonText({ a: open('b', text(undefined, 'B.')) }), SWITCH],
])('takes %s', (_, value, condition) => {
  expect(errorsOfData(value, condition)).toEqual([]);
});

test('rejects a word as a condition, of a value or of a scope', () => {
  const error = 'found the knob word, a text, as a condition; allowed: a knob of the form boolean';
  expect(errorsOfData(either<string>(Object(WORD), 'yes', 'no'))).toEqual([
    `test: test/scope/config: data.key: ${error}`,
  ]);
  expect(errorsOfData('x', Object(WORD))).toEqual([`test: test/scope/config: ${error}`]);
});
