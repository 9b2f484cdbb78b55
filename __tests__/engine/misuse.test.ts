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

test('a condition is a knob, a fact or all of several, and decides between values', () => {
  const condition = new All([SWITCH, new Fact(() => true)]);
  expect(errorsOfData(either<string>(condition, 'yes', 'no'), condition)).toEqual([]);
  expect(errorsOfData(new JsonText({ word: WORD, list: [`x${WORD}`] }))).toEqual([]);
});

const CONDITIONS = 'allowed: a knob of the form boolean, a fact, or all of several conditions';

test.each<[string, unknown, string]>([
  [
    'a word as a condition',
    either<string>(Object(WORD), 'yes', 'no'),
    `found the knob word, a text, as a condition; ${CONDITIONS}`,
  ],
  [
    'a choice as a condition',
    either<string>(either<boolean>(SWITCH, true, false), 'yes', 'no'),
    `found a choice as a condition; ${CONDITIONS}`,
  ],
  [
    'a condition as a value',
    new All([SWITCH]),
    'found a condition as a value; allowed: a choice between values, as it decides; use either()',
  ],
  [
    'a choice in JSON text',
    new JsonText({ a: either<string>(SWITCH, 'yes', 'no') }),
    'found a choice in JSON text; allowed: plain data and knobs',
  ],
  [
    'what may be missing in JSON text',
    new JsonText({ a: open('b', text(undefined, 'B.')) }),
    'found the knob b in JSON text; allowed: knobs with a default',
  ],
])('rejects %s', (_, value, error) => {
  expect(errorsOfData(value)).toEqual([`test: test/scope/config: data.key: ${error}`]);
});

test('rejects a word as the condition of a scope', () => {
  expect(errorsOfData('x', Object(WORD))).toEqual([
    `test: test/scope/config: found the knob word, a text, as a condition; ${CONDITIONS}`,
  ]);
});
