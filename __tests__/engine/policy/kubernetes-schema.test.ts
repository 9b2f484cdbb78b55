import { checkKubernetesSchema } from '../../../lib/engine/policy/kubernetes-schema.js';
import { PRESET_NAMES, parseManifests, presetFile } from '../../support/releases.js';

const metadata = { name: 'test' };
const messages = (object: Parameters<typeof checkKubernetesSchema>[0]): string[] =>
  checkKubernetesSchema(object).map(({ path, message }) => [path, message].filter(Boolean).join(': '));

test.each(PRESET_NAMES)('every object of the preset %s passes', (preset) => {
  const objects = parseManifests(presetFile(preset, 'manifests/dagster.k8s.yaml'));
  expect(objects.length).toBeGreaterThan(20);
  expect(objects.flatMap(checkKubernetesSchema)).toEqual([]);
});

test('rejects a value of another type, with its path', () => {
  const spec = { type: 5, ports: [{ port: 'http' }] };
  expect(messages({ apiVersion: 'v1', kind: 'Service', metadata, spec })).toEqual([
    'spec.ports.0.port: found "http"; allowed: an integer; write a number',
    'spec.type: found 5; allowed: a text, or one of "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"; quote it: "5"',
  ]);
});

test('rejects an object that lacks what is required', () => {
  expect(messages({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} })).toEqual([
    'spec.selector: missing; allowed: a value; add it',
    'spec.template: missing; allowed: a value; add it',
  ]);
});

test('rejects a choice that does not exist', () => {
  expect(messages({ apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'clusterip' } })).toEqual([
    'spec.type: found "clusterip"; allowed: one of "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
  ]);
});

test('rejects a quantity that is none', () => {
  const spec = { resources: { requests: { storage: '8 GB' } } };
  expect(messages({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec })).toEqual([
    'spec.resources.requests.storage: found "8 GB"; allowed: a number, or a quantity, such as "500m" or "1Gi"',
  ]);
});

test('rejects a field that Kubernetes does not know, at any depth', () => {
  const container = { name: 'c', image: 'i', livenesProbe: {}, securityContext: { runAsUsr: 5 } };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, label: {} },
    spec: { containers: [container] },
  };
  expect(messages(pod).map((message) => message.replace(/allowed: .*; /, ''))).toEqual([
    'metadata.label: unknown key "label"; did you mean "labels"?',
    'spec.containers.0.livenesProbe: unknown key "livenesProbe"; did you mean "livenessProbe"?',
    'spec.containers.0.securityContext.runAsUsr: unknown key "runAsUsr"; did you mean "runAsUser"?',
  ]);
});

test('maps with any keys may have any, and what Kubernetes leaves open may be anything', () => {
  const managedFields = [{ fieldsV1: { 'f:data': { 'f:a': {} } } }];
  const whole = { ...metadata, labels: { anything: 'goes' }, managedFields };
  expect(messages({ apiVersion: 'v1', kind: 'ConfigMap', metadata: whole, data: { any: 'x' } })).toEqual([]);
  const schema = { type: 'object', properties: { a: { default: { any: [1] }, 'x-kubernetes-int-or-string': true } } };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }];
  const spec = { group: 'example.com', names: { kind: 'A', plural: 'as' }, scope: 'Namespaced', versions };
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata, spec };
  expect(messages(definition)).toEqual([]);
});

test('objects of kinds that are not Kubernetes’ own are not looked at', () => {
  expect(messages({ apiVersion: 'example.com/v1', kind: 'Widget', metadata, spec: 5 })).toEqual([]);
  expect(messages({ apiVersion: 'v1', kind: 'Widget', metadata, spec: 5 })).toEqual([]);
});

test('an object is judged as it is, however many like it were accepted before', () => {
  const claim = (storage: string, more = {}) =>
    messages({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      spec: { resources: { requests: { storage } }, ...more },
    }).map((message) => message.replace(/; allowed: .*/, ''));
  expect(claim('8Gi')).toEqual([]);
  expect(claim('9Gi')).toEqual([]);
  expect(claim('8 GB')).toEqual(['spec.resources.requests.storage: found "8 GB"']);
  expect(claim('8Gi', { acessModes: '' })).toEqual(['spec.acessModes: unknown key "acessModes"']);
  expect(claim('8Gi')).toEqual([]);
});

test('the kinds of Argo CD are looked at, too, but for fields that their models may lack', () => {
  const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata };
  expect(messages({ ...application, spec: { project: 'a', destination: { server: 5 }, sources: [{}] } })).toEqual([
    'spec.sources.0.repoURL: missing; allowed: a value; add it',
    'spec.destination.server: found 5; allowed: a text; quote it: "5"',
  ]);
  const template = { metadata: {}, spec: { project: 'a', destination: {}, source: { repoURL: 'b' } } };
  const generators = [{ list: { elements: [{ any: { member: 1 } }] } }];
  const set = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', metadata };
  expect(messages({ ...set, spec: { generators, template } })).toEqual([]);
  const project = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata };
  expect(messages({ ...project, spec: { description: 'a', syncWindows: [{ syncOverrun: true }] } })).toEqual([]);
});
