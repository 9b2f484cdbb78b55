import { ApiObject, type ApiObjectProps, JsonPatch, Lazy } from 'cdk8s';
import { integer, open, Release, ReleaseApp } from '../../../lib/engine/index.js';
import { rawObject } from '../../../lib/engine/tree/raw-object.js';

/** What a release writes of an object: as it was given, or as cdk8s renders it, which a patch makes it do. */
function written(props: () => ApiObjectProps, patched: boolean): string | undefined {
  const app = new ReleaseApp({ outdir: 'unused' });
  const release = new Release(app, 'rel', { annotations: { team: 'data' } });
  const object = new ApiObject(release, 'a', props());
  object.metadata.addLabel('later', 'yes');
  object.metadata.addFinalizers('example.com/keep');
  object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' });
  if (patched) object.addJsonPatch(JsonPatch.test('/kind', object.kind));
  expect(rawObject(object) === undefined).toBe(patched);
  return app.render().get('rel/manifests/rel.k8s.yaml');
}

const THING = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'a', labels: { z: '1', app: 'a' }, annotations: { note: 'own' }, generateName: undefined },
};

test.each<[string, () => object]>([
  ['members in any order', () => ({ spec: { z: 1, a: { y: [], x: {} } }, data: { b: 'x' } })],
  ['members that are not given', () => ({ spec: { a: undefined, b: null, c: [null, 1] } })],
  ['knobs', () => ({ spec: { replicas: open('replicas', integer(1, 'Pods.')) } })],
  ['quantities', () => ({ apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { cpu: '1000m' } } })],
  ['what is computed late', () => ({ spec: { note: Lazy.any({ produce: () => ({ b: 1, a: 2 }) }) } })],
])('an object with %s is written as cdk8s renders it', (_, members) => {
  const props = () => ({ ...THING, ...members() }) as ApiObjectProps;
  expect(written(props, false)).toBe(written(props, true));
});

test('an object of whose metadata cdk8s tells nothing any more is left to it', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  const object = new ApiObject(new Release(app, 'rel'), 'a', THING);
  expect(rawObject(object)).toMatchObject({ metadata: { labels: { app: 'a' } } });
  Reflect.set(object.metadata, 'labels', undefined);
  expect(rawObject(object)).toBeUndefined();
});
