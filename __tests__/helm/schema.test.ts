import { isIPv6 } from 'node:net';
import { Ajv } from 'ajv';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { choice, group, list, map, number, resources } from '../../lib/engine/index.js';
import {
  boolean,
  Component,
  DagsterApp,
  HelmChart,
  integer,
  type JsonSchema,
  open,
  quantity,
  text,
} from '../../lib/index.js';
import { BareRelease } from '../support/bare-release.js';
import { fileOf } from '../support/releases.js';
import { chartFiles, inFolder, template } from './render.js';

const KEYS = {
  switch: boolean(true, 'A switch.'),
  count: integer(1, 'A count.', { minimum: 1 }),
  ratio: number(0.5, 'A ratio.'),
  word: choice('a', 'A word.', ['a', 'b']),
  line: text('x', 'A line.'),
  amount: quantity('1Gi', 'An amount.'),
  sizes: resources({ requests: { cpu: '1' } }),
  items: list([1], 'Items.'),
  names: list(['a'], 'Names.', { items: { type: 'string' } }),
  members: map({ a: 1 }, 'Members.'),
  group: group('A group.', { inner: text(undefined, 'An inner line.') }, { optional: true, required: ['inner'] }),
};

/** A release with a key of every form. */
class Everything extends BareRelease {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { knobs } = new Part(this, 'part', { key: 'part', description: 'A part.', keys: KEYS });
    const { group: _, ...single } = knobs;
    new ApiObject(this, 'object', {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 'thing' },
      spec: { ...single, opened: open('one.two', text('x', 'An opened key.')) },
    });
  }
}

class Part extends Component<typeof KEYS> {}

const everything = new HelmChart(new DagsterApp(), 'everything', {
  version: '1.0.0',
  release: (scope) => new Everything(scope, 'release'),
}).chartFiles();
const external = { externalDatabase: { host: 'db', port: 5432 } };

const CHARTS: [string, ReadonlyMap<string, string>][] = [
  ['Dagster', chartFiles('floe-dagster', {})],
  ['Dagster with an external database', chartFiles('floe-dagster', { postgresql: external })],
  ['keys of every form', everything],
];
const schemaIn = (files: ReadonlyMap<string, string>): JsonSchema => JSON.parse(fileOf(files, 'values.schema.json'));

test.each(CHARTS)('the schema of %s is one that strict validators take', (_, files) => {
  const formats = { ipv6: isIPv6 };
  const ajv = new Ajv({ strict: true, allowUnionTypes: false, allErrors: true, formats });
  expect(ajv.validate('http://json-schema.org/draft-07/schema#', schemaIn(files))).toBe(true);
  expect(() => ajv.compile(schemaIn(files))).not.toThrow();
});

test.each(CHARTS)('an editor that knows the schema of %s has something to tell of each key', (_, files) => {
  const schema = schemaIn(files);
  expect(schema).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  const bare: string[] = [];
  const walk = (part: object, path: readonly string[]): void => {
    for (const [name, member] of Object.entries(part)) {
      if (typeof member !== 'object' || member === null) continue;
      const here = [...path, name];
      const keyed = ['properties', 'patternProperties', 'definitions'].includes(path.at(-1) ?? '');
      const about = 'description' in member ? `${member.description}` : '';
      const told = about !== '' || '$ref' in member || path.some((one) => ['if', 'then', 'else'].includes(one));
      if (keyed && !told) bare.push(here.join('/'));
      walk(member, here);
    }
  };
  walk(schema, []);
  expect(bare).toEqual([]);
});

test('plain data may be anything that YAML writes, but for unprintable texts', () => {
  const accepted = [1, 'a', true, null, ['a', [1]], { a: { b: [null] } }];
  const refused = ['\u0007', ['\u0007'], { '\u0007': 1 }, { a: ['\u0007'] }];
  inFolder(everything, (folder) => {
    expect(template(folder, { part: { items: accepted } })).toMatchObject({ status: 0, stderr: '' });
    for (const item of refused) {
      const { status, stderr } = template(folder, { part: { items: [item] } });
      expect([status, stderr]).toEqual([1, expect.stringContaining('/part/items')]);
    }
  });
});

test.each(CHARTS)('an editor finds the schema of %s in the first line of values.yaml', (_, files) => {
  const [first] = fileOf(files, 'values.yaml').split('\n');
  expect(first).toBe('# yaml-language-server: $schema=values.schema.json');
});
