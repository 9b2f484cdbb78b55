import { setFlags } from '../../lib/engine/faces/helm/readme/set-flags.js';
import { pathOf, run } from '../support/tools.js';
import { inFolder } from './render.js';

const echo = new Map([
  ['Chart.yaml', 'apiVersion: v2\nname: echo\nversion: 1.0.0\n'],
  ['templates/values.yaml', 'values: {{ .Values | toJson | b64enc }}\n'],
]);

/** The values that the real helm reads when a shell hands it flags. */
function read(flags: readonly string[]): unknown {
  const { stdout } = inFolder(echo, (folder) =>
    run('sh', ['-c', `${pathOf('helm')} template echo ${folder} ${flags.join(' ')}`]),
  );
  const [, encoded = ''] = /^values: (.*)$/m.exec(stdout) ?? [];
  return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
}

test.each<[object, string[]]>([
  [{ a: { b: 1, c: false } }, ['--set a.b=1', '--set a.c=false']],
  [{ a: 'db.example.com', b: '' }, ['--set a=db.example.com', '--set-string b=']],
  [{ a: 'true', b: '1', c: 'null', d: '-2' }, ['a=true', 'b=1', 'c=null', 'd=-2'].map((one) => `--set-string ${one}`)],
  [{ 'a.b': { 'c,d': "it's {x}, $HOME \\" } }, ["--set 'a\\.b.c\\,d=it'\\''s \\{x\\}\\, $HOME \\\\'"]],
  [{ a: [1, { b: 'c d' }] }, [`--set-json 'a=[1,{"b":"c d"}]'`]],
])('%j is what helm reads in its flags', (values, flags) => {
  expect(setFlags(values)).toEqual(flags);
  expect(read(flags)).toEqual(values);
});

test('null takes a value back', () => {
  expect(setFlags({ a: { b: null } })).toEqual(['--set a.b=null']);
});
