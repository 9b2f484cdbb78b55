import { join } from 'node:path';
import { DagsterApp, DagsterChart } from '../../lib/index.js';
import { fileOf, namesOf } from '../support/releases.js';
import { helm } from '../support/tools.js';
import { matches, podLabelsOf, selectorsOf } from './selectors.js';
import { expectSuccess, inUmbrella, PUBLISHED, templated } from './umbrella.js';

const PART = { condition: 'floe-dagster.enabled', tags: ['orchestration'] };

const SWITCHES: [string, object, boolean][] = [
  ['nothing said', {}, true],
  ['its condition true', { 'floe-dagster': { enabled: true } }, true],
  ['its condition false', { 'floe-dagster': { enabled: false } }, false],
  ['its tag true', { tags: { orchestration: true } }, true],
  ['its tag false', { tags: { orchestration: false } }, false],
  ['its tag false and its condition true', { tags: { orchestration: false }, 'floe-dagster': { enabled: true } }, true],
  ['values that are shared', { global: { imageRegistry: 'registry.example.com', deep: { a: [1] } } }, true],
];

test.each(SWITCHES)(
  'an umbrella chart with %s installs the chart as it is alone, or nothing of it',
  (_, values, installed) => {
    const objects = inUmbrella({ parts: [PART], values }, (umbrella) => templated(umbrella, 'data'));
    expect(objects).toEqual(installed ? templated(PUBLISHED, 'data') : []);
  },
);

test('an umbrella chart passes helm lint without a warning, and is packaged', () => {
  const values = { global: { a: 1 }, 'floe-dagster': { enabled: true } };
  inUmbrella({ parts: [PART], values }, (umbrella) => {
    expect(expectSuccess(helm(['lint', '--strict', umbrella]))).not.toMatch(/INFO|WARNING|ERROR/);
    expect(expectSuccess(helm(['dependency', 'list', umbrella]))).toMatch(/^floe-dagster.*\bok/m);
    expectSuccess(helm(['package', umbrella, '--destination', join(umbrella, '..')]));
    const archive = join(umbrella, '..', 'platform-1.0.0.tgz');
    expect(templated(archive, 'data')).toEqual(templated(umbrella, 'data'));
  });
});

test('values of the chart are said below its name', () => {
  const values = { 'floe-dagster': { enabled: true, 'dagster-webserver': { replicaCount: 3 } } };
  const objects = inUmbrella({ parts: [PART], values }, (umbrella) => templated(umbrella, 'data'));
  expect(objects).toEqual(templated(PUBLISHED, 'data', '--set', 'dagster-webserver.replicaCount=3'));
});

test('a release takes what Helm adds to the values of a part, and does nothing about it', () => {
  const manifests = (values: object): string => {
    const app = new DagsterApp({ outdir: 'unused' });
    DagsterChart.fromValues(app, 'test', values);
    return fileOf(app.render(), 'test/manifests/dagster.k8s.yaml');
  };
  expect(manifests({ enabled: false, global: { a: [1, { b: null }] } })).toBe(manifests({}));
  expect(manifests({ enabled: null, global: null })).toBe(manifests({}));
});

test('no selector finds the pods of another part, whatever its component is called', () => {
  const components = ['webserver', 'daemon', 'user-code', 'postgresql', 'run'];
  const pods = components.map(
    (component) => `apiVersion: v1
kind: Pod
metadata:
  name: "{{ .Release.Name }}-reports-${component}"
  labels:
    app.kubernetes.io/name: reports
    app.kubernetes.io/instance: "{{ .Release.Name }}"
    app.kubernetes.io/component: ${component}
spec:
  containers: [{name: web, image: "reports:1", ports: [{name: http, containerPort: 8080}]}]
`,
  );
  const objects = inUmbrella({ parts: [PART], template: pods.join('---\n') }, (folder) => templated(folder, 'data'));
  const strangers = podLabelsOf(objects.filter(({ kind }) => kind === 'Pod'));
  expect(strangers).toHaveLength(components.length);
  const selecting = objects.filter((object) =>
    selectorsOf(object).some((selector) => strangers.some((labels) => matches(selector, labels))),
  );
  expect(namesOf(selecting)).toEqual([]);
});
