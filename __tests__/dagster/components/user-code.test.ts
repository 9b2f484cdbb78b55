import type { CodeLocationOptions } from '../../../lib/index.js';
import {
  EXAMPLE,
  errorsOf,
  errorsOfProps,
  find,
  type KubernetesObject,
  usualChart,
  usualObjects,
} from '../../support/releases.js';

const ML: CodeLocationOptions = { name: 'ml', image: { repository: 'example.com/ml', tag: '2' }, args: ['-m', 'ml'] };

const deployment = (objects: KubernetesObject[], name: string): KubernetesObject =>
  find(objects, 'Deployment', `test-user-code-${name}`);

test('each code location is a Deployment and a Service of its own', () => {
  const objects = usualObjects({ userCode: { locations: [EXAMPLE, ML] } });
  const images = ['example', 'ml'].map((name) => deployment(objects, name).spec.template.spec.containers[0].image);
  expect(images).toEqual(['example.com/etl:1.2.3', 'example.com/ml:2']);
  expect(find(objects, 'Service', 'test-user-code-ml').spec.selector).toEqual({
    'app.kubernetes.io/name': 'dagster',
    'app.kubernetes.io/instance': 'test',
    'app.kubernetes.io/component': 'user-code',
    'dagster.io/code-location': 'ml',
  });
});

test('a location that is added later is the same as one that was there from the start', () => {
  const chart = usualChart();
  chart.userCode.addLocation(ML);
  expect(chart.toJson()).toEqual(usualChart({ userCode: { locations: [EXAMPLE, ML] } }).toJson());
  expect(find(chart.toJson(), 'ConfigMap', 'test-workspace').data['workspace.yaml']).toContain('location_name: "ml"');
});

test('replicas and resources of the slice apply to each location, unless it says otherwise', () => {
  const resources = { requests: { cpu: '1000m' }, limits: { cpu: '2000m', memory: '1024Mi' } };
  const objects = usualObjects({ userCode: { replicas: 2, locations: [EXAMPLE, { ...ML, replicas: 5, resources }] } });
  const [example, ml] = [deployment(objects, 'example').spec, deployment(objects, 'ml').spec];
  expect([example.replicas, ml.replicas]).toEqual([2, 5]);
  expect(example.template.spec.containers[0].resources).toEqual({
    requests: { cpu: '250m', memory: '512Mi' },
    limits: { cpu: '1', memory: '1Gi' },
  });
  expect(ml.template.spec.containers[0].resources).toEqual({
    requests: { cpu: '1' },
    limits: { cpu: '2', memory: '1Gi' },
  });
});

test('a location that is added while user code is off has no objects', () => {
  const chart = usualChart({ userCode: { enabled: false } });
  chart.userCode.addLocation(ML);
  expect(chart.toJson().filter(({ metadata }) => metadata.name.includes('user-code'))).toEqual([]);
});

test('rejects two code locations of one name, told once', () => {
  expect(errorsOfProps({ userCode: { locations: [EXAMPLE, ML, EXAMPLE, EXAMPLE] } })).toEqual([
    'test/user-code: two code locations are named "example"; allowed: one each; rename one of them',
  ]);
});

test('rejects a second location of one name that is added later', () => {
  const chart = usualChart();
  chart.userCode.addLocation({ ...ML, name: 'example' });
  expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([
    'two code locations are named "example"; allowed: one each; rename one of them',
  ]);
  expect(errorsOf(() => chart.values)).toEqual([]);
});
