import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ReleaseTest, WrittenBy } from '../../../lib/engine/index.js';
import { DagsterApp, HelmChart } from '../../../lib/index.js';
import { BareRelease } from '../../support/bare-release.js';
import { fileOf, type KubernetesObject, namesOf, parseManifests } from '../../support/releases.js';

const HOOK = 'helm.sh/hook';
const DELETE = 'helm.sh/hook-delete-policy';

/** A release with an object of each kind in a test, and one that only charts have. */
class Tested extends BareRelease {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const test = new Construct(new ReleaseTest(this, 'checks'), 'deeper');
    for (const kind of ['Pod', 'Job', 'ConfigMap']) object(test, kind, { annotations: { own: 'a' } });
    object(new WrittenBy(this, 'for-charts', 'chart'), 'Secret');
    object(this, 'Service');
  }
}

function object(scope: Construct, kind: string, metadata: object = {}): void {
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'v1';
  const spec = kind === 'Job' ? { template: {} } : kind === 'Pod' ? { containers: [{ name: 'a', image: 'a:1' }] } : {};
  const body = ['Pod', 'Job', 'Service'].includes(kind) ? { spec } : {};
  new ApiObject(scope, kind, {
    apiVersion,
    kind,
    metadata: { name: `own-${kind.toLowerCase()}`, ...metadata },
    ...body,
  });
}

function objectsIn(files: ReadonlyMap<string, string>, path: string): KubernetesObject[] {
  const [, objects = ''] = /^(---\n.*)$/ms.exec(fileOf(files, path)) ?? [];
  return parseManifests(objects);
}

const app = new DagsterApp({ outdir: 'unused' });
new Tested(app, 'release');
new HelmChart(app, 'tested', { version: '1.0.0', release: (scope) => new Tested(scope, 'release') });
const files = app.render();

test('a chart has the objects of a test as hooks, what has logs until the next test', () => {
  const objects = objectsIn(files, 'charts/tested/templates/tests/checks-objects.yaml');
  const annotations = objects.map(({ kind, metadata }) => [kind, metadata.annotations]);
  const gone = 'before-hook-creation,hook-succeeded';
  expect(Object.fromEntries(annotations)).toEqual({
    Pod: { own: 'a', [HOOK]: 'test', [DELETE]: 'before-hook-creation' },
    Job: { own: 'a', [HOOK]: 'test', [DELETE]: 'before-hook-creation' },
    ConfigMap: { own: 'a', [HOOK]: 'test', [DELETE]: gone },
  });
});

test('what only charts have is no test by that alone', () => {
  const [secret] = objectsIn(files, 'charts/tested/templates/for-charts.yaml');
  expect(secret?.metadata).not.toHaveProperty('annotations');
});

test('manifests have none of it', () => {
  expect(namesOf(parseManifests(fileOf(files, 'release/manifests/bare.k8s.yaml')))).toEqual(['Service own-service']);
});
