import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import {
  All,
  boolean,
  Choice,
  Conditional,
  ConfigFile,
  either,
  Fact,
  integer,
  JsonText,
  type Knob,
  list,
  map,
  nameByContent,
  number,
  open,
  quantity,
  Release,
  resources,
  text,
} from '../../lib/engine/index.js';
import type { Subject, Values } from './subject.js';

const on = open('on', boolean(true, 'A switch.'));
const KNOBS = {
  on,
  also: open('also', boolean(false, 'Another switch.')),
  maybe: open('maybe', boolean(undefined, 'A switch that may be nothing.')),
  word: open('word', text('t', 'A word.')),
  note: open('note', text(undefined, 'A note,\nor: none')),
  count: open('count', integer(undefined, 'A count.')),
  size: open('size', quantity(undefined, 'A size.')),
  ratio: open('ratio', number(undefined, 'A ratio.')),
  large: open('large', number(1e20, 'A large number.')),
  items: open('items', list(['i', { a: 1 }], 'Items.')),
  members: open('members', map({ k: 'v' }, 'Members.')),
  amounts: open('amounts', resources({ limits: { cpu: '1000m' } })),
};
const ALL: readonly Knob<unknown>[] = Object.values(KNOBS);
const { also, word, note, count, size, ratio, maybe, members } = KNOBS;

const DOCUMENTS: readonly Values[] = [
  {},
  { on: false, large: null, items: [{ a: null, b: 1 }, null, [null, { a: null }]] },
  { also: true, maybe: true, note: '"<>&$(A)\n{{ x }}', count: 3, size: '1024Ki', ratio: 1.5e9, word: '$$x' },
  { on: null, maybe: false, note: '', count: 0, ratio: 0, items: null, members: null, amounts: null, large: -0.5e-9 },
  { items: [], members: { k: null, 9: 1, 10: 2, '\uff5e': 3, '\u{1F600}': [1, null, { q: null }], '<<': 'x' } },
  { amounts: { limits: { cpu: null, memory: '0.5Gi' } }, count: 2 ** 53 - 1, large: 1e21, size: null, note: '1e33' },
];

/** Text of every sort that some reader takes for something else. */
const TEXTS = [
  ...['{{ .Values }}', '{{- fail "x" -}}', '}}', '{{`', '`', '{', '{{{', '"', "'", 'yes', '0o17', '1e3', '=', ' x'],
  ...['a: b', 'x\ny\n', '\t', '#', '\n', '\n\n x', '  \n', '|', '>', '%', '@', '---', '...', '\\', '$(A)', 'a\\nb'],
  ...['\r', 'é', '\u{1F600}', '<<', '~', '', '1:30', '\u2028', '\ufeff', '\u0001'],
];

type Build = (release: Release, thing: (id: string, spec: object) => ApiObject) => void;

/** What has a knob of every form, or is otherwise easily got wrong, one way after the other. */
const BUILDS: readonly Build[] = [
  (_, thing) => {
    const all = Object.values(KNOBS);
    thing('json', {
      whole: new JsonText({ ...KNOBS, nested: { ...KNOBS }, list: all, gone: { note: [note] } }),
      escaped: new JsonText({ ...KNOBS, text: `$${word}$` }, true),
      first: new JsonText({ note, count, size, ratio, maybe }),
      list: new JsonText([note, null, undefined, count]),
      nothing: new JsonText(note),
      numbers: new JsonText({ 10: 'a', 9: 'b', members, b: 1, a: 2 }),
      chosen: new JsonText({ a: new Choice(on, { note }, count), b: new Choice(also, undefined, [note, null]) }),
      nested: new JsonText({ json: new JsonText({ note, word }), facts: new Fact(() => ({ word })) }),
      empty: new JsonText({ a: {}, b: [], c: { d: undefined } }),
    });
  },
  ({ releaseName, namespace }, thing) => {
    const { amounts, items: _, members: __, ...single } = KNOBS;
    const alone = Object.fromEntries(Object.entries(single).map(([name, knob]) => [name, `${knob}`]));
    const names = `{${releaseName}${count}{{${namespace}{${note}}}{{{${releaseName}`;
    thing('text', { alone, all: Object.values(single).join('|'), names, amounts });
  },
  (_, thing) => {
    const all = Object.entries(KNOBS);
    thing('choices', {
      all: KNOBS,
      list: Object.values(KNOBS),
      present: Object.fromEntries(all.map(([name, knob]) => [name, new Choice(on, knob, undefined)])),
      shapes: all.map(([, knob]) => new Choice(also, [knob, [knob], { knob }], { knob })),
      nested: new Choice(on, new Choice(also, [note], { count }), new Choice(also, { note }, [count])),
      single: new Choice(on, new Choice(also, word, 'x{{'), `y${note}`),
      lists: [[new Choice(on, note, count)], [[note]], [new Choice(on, new Choice(also, [note], { count }), [word])]],
      lazy: Lazy.any({ produce: () => ({ word, text: `a${note}` }) }),
    });
  },
  (release, thing) => {
    const file = new ConfigFile('patched', new Fact(() => ' x'));
    const patched = thing('patches', { a: 1, list: [1, 2] });
    patched.addJsonPatch(
      JsonPatch.add('/spec/all', KNOBS),
      JsonPatch.add(
        '/spec/choice',
        new Choice(on, new Choice(also, { note, fact: new Fact(() => ({ word })) }, undefined), [count]),
      ),
      JsonPatch.add('/spec/json', new JsonText({ note, json: new JsonText({ note }) })),
      JsonPatch.add('/spec/file', file),
      JsonPatch.add('/spec/checksum', file.checksum),
      JsonPatch.add('/spec/list/-', note),
      JsonPatch.add('/spec/list/0', new Choice(on, size, undefined)),
      JsonPatch.copy('/spec/choice', '/spec/copy'),
      JsonPatch.move('/spec/list', '/spec/moved'),
      JsonPatch.add('/spec/nulls', [null, 1, { a: null }, {}, [[null]]]),
      JsonPatch.add('/metadata/annotations', { note, word: `a${word}`, release: release.releaseName }),
    );
  },
  (release) => {
    const conditions = {
      on,
      both: new All([on, also]),
      none: new All([]),
      other: either<boolean>(on, also, true),
      not: either<boolean>(on, false, true),
      never: new Fact(() => false),
      deep: either<boolean>(either<boolean>(on, false, true), new All([also, on]), new Fact(() => true)),
    };
    for (const [id, condition] of Object.entries(conditions)) {
      const within = new Conditional(new Conditional(release, id, condition), 'and', either<boolean>(also, false, on));
      for (const scope of [within, new Conditional(release, `${id}-alone`, condition)]) {
        new ApiObject(scope, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', spec: { note } });
      }
    }
  },
  (release, thing) => {
    const { releaseName } = release;
    const texts = [
      '  a: b\nc',
      '\n\n x',
      '',
      '\n',
      'a\r\nb',
      '\ta',
      'a\u2028b',
      'a\n---\nb',
      'a  \n b',
      '{{ x }}',
      '# x',
      '%Y',
    ];
    const names = ['release', 'quantity', 'é "x"', '{{ x }}'];
    const files = [
      ...texts.map((content, index) => new ConfigFile(`${index}`, new Fact(() => content))),
      ...names.map((name) => new ConfigFile(name, new Fact(() => `{${releaseName}\n${name}`))),
      new ConfigFile('chosen', new Choice(on, new Choice(also, ' x\n', '\ty'), new Fact(() => `{${releaseName}\n{{`))),
    ];
    for (const [index, file] of files.entries()) {
      const metadata = { annotations: { checksum: Lazy.any({ produce: () => file.checksum }) } };
      new ApiObject(release, `file-${index}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { file } });
      const json = new JsonText({ file, sum: file.checksum });
      thing(`with-${index}`, {
        path: 'a',
        file,
        chosen: [new Choice(on, file, 'x')],
        maybe: new Choice(on, file, undefined),
        json,
      });
    }
  },
  (_, thing) => {
    const texts = { dash: '- <&>\n  x: y\n', yes: 'yes', hex: '0x1F', float: '1e33455', empty: '', '<<': 'x', note };
    const numbers = { 10: 1e21, 9: 0.1, large: 123456789012, negative: -1.5e-9, sep: '\u2028' };
    for (const id of ['quantity', 'Quantity.2']) nameByContent(thing(id, { ...KNOBS, texts, numbers, id }));
  },
  (release) => {
    const ids = ['.git', '_x', 'NOTES', 'tests', 'ä', 'checks', 'checks-objects', '..', 'a b', 'x.swp', '.helmignore'];
    for (const [index, id] of ids.entries()) {
      const metadata = { name: `${release.namePrefix}-thing-${index}` };
      new ApiObject(release, id, { apiVersion: 'example.com/v1', kind: 'Thing', metadata, spec: { id, word } });
    }
  },
  ({ releaseName }, thing) => {
    const keys = [
      '{{ x }}',
      'on',
      `{${releaseName}`,
      '',
      '? x',
      '&a',
      '*b',
      '!c',
      '- ',
      'a: b',
      '#',
      '1',
      'null',
      '~',
      '=',
    ];
    const more = ['\u2028', 'a\nb', 'k'.repeat(1100), 'hasOwnProperty', '<<'];
    thing('keys', Object.fromEntries([...keys, ...more].map((key) => [key, { [key]: word, [`${key}?`]: note }])));
  },
  (_, thing) => {
    const uses = TEXTS.map((one) => ({
      one,
      mixed: `${one}${word}${one}`,
      chosen: [new Choice(on, one, { one }), new Choice(on, one, 'z')],
      json: new JsonText({ one, mixed: `${one}${note}`, [one]: 1 }),
    }));
    thing('texts', { uses });
  },
  (_, thing) => {
    const texts = ['{{ .Values }}', '}}', '"', '`', '\n', 'yes', '', ' ', '\t', '\\', '$', '<&>', 'é\u{1F600}'];
    const opened = texts.flatMap((one, index) => [
      open(`defaults.text-${index}`, text(one, one)),
      open(`defaults.list-${index}`, list([one, { [one]: one, none: null }], one)),
      open(`defaults.map-${index}`, map({ [one]: { [one]: one } }, one)),
    ]);
    thing('defaults', { opened, json: new JsonText({ opened }) });
  },
];

/** Apps that hold what is easily got wrong. */
export const SHOWCASE: readonly Subject[] = BUILDS.map((build, index) => ({
  setUp: `the build ${index} of the showcase`,
  members: DOCUMENTS.map((document) => ({ own: {}, documents: [document] })),
  create: (scope, id, props) => {
    const release = new Release(scope, id, props);
    for (const { name, key } of ALL) release.open(name, key);
    build(
      release,
      (thing, spec) => new ApiObject(release, thing, { apiVersion: 'example.com/v1', kind: 'Thing', spec }),
    );
    return release;
  },
}));
