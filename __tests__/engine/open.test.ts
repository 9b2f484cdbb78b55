import { ApiObject, JsonPatch } from 'cdk8s';
import {
  Conditional,
  integer,
  type Json,
  type Knob,
  list,
  map,
  open,
  Release,
  ReleaseApp,
  text,
} from '../../lib/engine/index.js';
import { boolean, quantity } from '../../lib/index.js';
import { errorsOf, parseManifests } from '../support/releases.js';

const TAG = open('image.tag', text('1.4.0', 'Tag of the image.'));

/** A release that holds one ConfigMap with this data, and its app. */
function releaseWith(data: object, values: object = {}, build: (release: Release) => unknown = () => undefined) {
  const app = new ReleaseApp({ outdir: 'unused' });
  const release = new Release(app, 'test', { values });
  new ApiObject(release, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data });
  build(release);
  return { app, release };
}

function dataOf(data: object, values: object = {}): unknown {
  const { app } = releaseWith(data, values);
  return parseManifests(app.render().get('test/manifests/test.k8s.yaml') ?? '')[0]?.data;
}

function errorsOfObject(kind: string, object: object, build?: (object: ApiObject) => void): string[] {
  const app = new ReleaseApp({ outdir: 'unused' });
  const made = new ApiObject(new Release(app, 'test'), 'one', { apiVersion: 'apps/v1', kind, ...object });
  build?.(made);
  return errorsOf(() => app.render());
}

test('an opened property is in the values document, with its default, and in the schema with its description', () => {
  const { release } = releaseWith({ a: TAG });
  expect(release.values).toEqual({ image: { tag: '1.4.0' } });
  expect(release.strictSchema).toHaveProperty('properties.image.properties.tag.description', 'Tag of the image.');
});

test('an opened property has the value that a document gives, as a whole and as part of a text', () => {
  const data = { a: TAG, b: `registry.example.com/etl:${TAG}`, c: `x${TAG}` };
  expect(dataOf(data)).toEqual({ a: '1.4.0', b: 'registry.example.com/etl:1.4.0', c: 'x1.4.0' });
  expect(dataOf(data, { image: { tag: '2' } })).toEqual({ a: '2', b: 'registry.example.com/etl:2', c: 'x2' });
});

test.each<[string, Knob<unknown>, Json, string]>([
  ['a number', open('k', integer(1, 'K.')), 2, '2'],
  ['a switch', open('k', boolean(true, 'K.')), false, 'false'],
  ['a quantity, in canonical form', open('k', quantity('1Gi', 'K.')), '2048Mi', '2Gi'],
  ['a text that is not set', open('k', text(undefined, 'K.')), null, ''],
])('%s is part of a text as itself', (_, knob, value, shown) => {
  expect(dataOf({ a: `<${knob}>` }, { k: value })).toEqual({ a: `<${shown}>` });
});

test('a value without a default is left out while nobody sets it', () => {
  const data = { a: 'x', b: open('b', text(undefined, 'B.')) };
  expect(dataOf(data)).toEqual({ a: 'x' });
  expect(dataOf(data, { b: 'y' })).toEqual({ a: 'x', b: 'y' });
  expect(dataOf(data, { b: null })).toEqual({ a: 'x' });
});

test('a list is replaced, a map is laid over its default', () => {
  const hosts = open('hosts', list(['a'], 'Hosts.'));
  const labels = open('labels', map({ a: '1' }, 'Labels.'));
  const { release } = releaseWith({ a: 'x' }, { hosts: ['b'], labels: { b: '2' } }, (scope) => {
    new ApiObject(scope, 'ingress', { apiVersion: 'x/v1', kind: 'X', spec: { hosts, labels } });
  });
  const x = release.toJson().find(({ kind }) => kind === 'X');
  expect(x?.spec).toEqual({ hosts: ['b'], labels: { a: '1', b: '2' } });
});

test('a property that is opened on a release is in its values, whether something uses it or not', () => {
  const { release } = releaseWith({ a: 'x' });
  release.open('spare.size', quantity('1Gi', 'Size of what is not used yet.'));
  expect(release.values).toEqual({ spare: { size: '1Gi' } });
});

test('a switch decides whether objects exist', () => {
  const render = (values: object): string[] =>
    releaseWith({ a: 'x' }, values, (scope) => {
      const extra = new Conditional(scope, 'extra', open('extra.enabled', boolean(false, 'Whether there is more.')));
      new ApiObject(extra, 'secret', { apiVersion: 'x/v1', kind: 'X' });
    })
      .release.toJson()
      .map(({ kind }) => kind);
  expect([render({}), render({ extra: { enabled: true } })]).toEqual([['ConfigMap'], ['ConfigMap', 'X']]);
});

test('a knob may stand in a patch', () => {
  const { release } = releaseWith({ a: 'x' }, { image: { tag: '3' } });
  release.objects[0]?.addJsonPatch(JsonPatch.add('/data/tag', TAG), JsonPatch.add('/data/text', `v${TAG}`));
  expect(release.toJson()[0]?.data).toEqual({ a: 'x', tag: '3', text: 'v3' });
});

test.each([
  [{ image: { tag: 5 } }, 'test: image.tag: found 5; allowed: text of printable characters; quote it: "5"'],
  [{ image: { tagg: '5' } }, 'test: image.tagg: unknown key "tagg"; allowed: tag; did you mean "tag"?'],
  [{ image: { tag: 'a\u0007' } }, 'test: image.tag: found "a\\u0007"; allowed: text of printable characters'],
])('rejects %j for an opened property', (values, error) => {
  expect(errorsOf(() => releaseWith({ a: TAG }, values).app.render())).toEqual([error]);
});

test('rejects a path that is taken for something else, or leads through a value', () => {
  const other = open('image.tag', text('1.4.0', 'Another tag.'));
  const below = open('image.tag.suffix', text('x', 'What follows.'));
  expect(errorsOf(() => releaseWith({ a: TAG, b: other }).app.render())).toEqual([
    'test: image.tag: the key is taken for something else: "Tag of the image."; allowed: a path of its own; open it under another',
  ]);
  expect(errorsOf(() => releaseWith({ a: TAG, b: below }).app.render())).toEqual([
    'test: image.tag.suffix: tag is a value of the form text, with nothing below it; allowed: a path of its own; open it under another',
  ]);
});

test.each(['', 'a..b', '1a', 'a b', 'a.'])('rejects the path %j', (path) => {
  expect(() => open(path, text('x', 'X.'))).toThrow(/^found the path ".*"; allowed: names joined by dots/);
});

const selector = { matchLabels: { app: 'a' } };
const containers = [{ name: 'c', image: 'i' }];
const workload = { spec: { selector, template: { metadata: { labels: { app: 'a' } }, spec: { containers } } } };

test.each<[string, object, string]>([
  [
    'the name',
    { metadata: { name: `a-${TAG}` }, ...workload },
    'metadata.name: found the knob image.tag; allowed: a fixed value, since it names the object',
  ],
  [
    'what selects pods',
    { spec: { ...workload.spec, selector: { matchLabels: { app: TAG } } } },
    'spec.selector.matchLabels.app: found the knob image.tag; allowed: a fixed value, since it selects the pods',
  ],
  [
    'a key',
    { metadata: { annotations: { [`${TAG}`]: 'x' } }, ...workload },
    'metadata.annotations: found the knob image.tag as a key; allowed: fixed keys; let the knob decide the value',
  ],
  [
    'an amount, unless it is a quantity',
    {
      spec: {
        ...workload.spec,
        template: { spec: { containers: [{ ...containers[0], resources: { limits: { cpu: TAG } } }] } },
      },
    },
    'spec.template.spec.containers.0.resources.limits.cpu: found the knob image.tag, a text; allowed: a knob of the form quantity',
  ],
])('rejects a knob as %s of an object', (_, object, error) => {
  expect(errorsOfObject('Deployment', object)).toEqual([`test: test/one: ${error}`]);
});

test('rejects a patch into the inside of a value that a knob decides', () => {
  const spec = {
    ...workload.spec,
    replicas: open('replicas', integer(1, 'Pods.')),
    strategy: open('s', map({}, 'S.')),
  };
  const errors = errorsOfObject('Deployment', { spec }, (object) =>
    object.addJsonPatch(JsonPatch.add('/spec/strategy/type', 'Recreate')),
  );
  expect(errors).toEqual([
    'test: test/one: spec.strategy: a patch goes into a value that is not known yet, the knob s; patch the whole member, or change what decides it',
  ]);
});

test.each<[string, (knob: Knob<number>) => unknown]>([
  ['computed with', (knob) => Number(knob) + 1],
  ['spread', (knob) => ({ ...knob })],
  ['iterated', (knob) => Array.from(Object(knob))],
])('refuses to be %s, where it is done', (_, use) => {
  expect(() => use(open('replicas', integer(1, 'Pods.')))).toThrow(
    /^the knob replicas is .*; allowed: the knob itself/,
  );
});

test('nothing is open unless somebody opens it', () => {
  const { release } = releaseWith({ a: 'x' });
  expect(release.values).toEqual({});
});
