import type { DagsterChartProps } from '../../lib/index.js';
import { find, type KubernetesObject, namesOf, usualObjects } from '../support/releases.js';
import { matches, podLabelsOf, type Selector, selectorsOf } from './selectors.js';
import { rendered, testPod } from './smoke-test.js';

const HOOK = 'helm.sh/hook';
const DELETE = 'helm.sh/hook-delete-policy';

const hooks = (objects: readonly KubernetesObject[]): KubernetesObject[] =>
  objects.filter(({ metadata }) => HOOK in { ...metadata.annotations });

test('a chart has a pod that helm test runs, and whose logs are there until the next test', () => {
  const [pod, ...others] = hooks(rendered());
  expect(others).toEqual([]);
  expect(pod).toMatchObject({ kind: 'Pod', metadata: { name: 'test-smoke-test', namespace: 'default' } });
  expect(pod?.metadata.annotations).toEqual({ [HOOK]: 'test', [DELETE]: 'before-hook-creation' });
});

test('the manifests of a release have none of it', () => {
  expect(usualObjects({ networkPolicy: { webserverFrom: [] } }).filter(({ kind }) => kind === 'Pod')).toEqual([]);
});

test('it is there while the webserver is', () => {
  const off = 'dagster-webserver.enabled=false';
  expect(hooks(rendered({}, '--set', off))).toEqual([]);
  expect(hooks(rendered({ webserver: { enabled: false } }))).toEqual([]);
  expect(hooks(rendered({ webserver: { enabled: false } }, '--set', 'dagster-webserver.enabled=true'))).toHaveLength(1);
});

test('it has no token, and ends', () => {
  const { spec } = testPod();
  expect(spec).toMatchObject({ restartPolicy: 'Never', automountServiceAccountToken: false });
  expect(spec.containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
});

test('it asks the Service of the webserver, on its port, below its path', () => {
  const address = ({ spec }: KubernetesObject): unknown => spec.containers[0].command[3];
  expect(address(testPod())).toBe('http://test-webserver:80');
  const props = { webserver: { pathPrefix: '/data/dagster', service: { port: 8080 } } };
  expect(address(testPod(props))).toBe('http://test-webserver:8080/data/dagster');
});

test('it goes where the webserver goes, with its image, less what runs beside it', () => {
  const image = { repository: 'registry.example.com/web', tag: '2' };
  const tolerations = [{ key: 'data', operator: 'Exists' as const }];
  const beside = {
    sidecars: [{ name: 'proxy', image: 'proxy:1' }],
    initContainers: [{ name: 'wait', image: 'wait:1' }],
  };
  const { metadata, spec } = testPod({
    pod: { imagePullSecrets: ['registry'], labels: { team: 'data' } },
    webserver: { image, pod: { tolerations, ...beside } },
  });
  expect(spec.containers).toEqual([expect.objectContaining({ image: 'registry.example.com/web:2' })]);
  expect(spec).not.toHaveProperty('initContainers');
  expect(spec).toMatchObject({ imagePullSecrets: [{ name: 'registry' }], tolerations });
  expect(metadata.labels).toMatchObject({ team: 'data', 'app.kubernetes.io/component': 'smoke-test' });
});

describe('where a policy says who may connect to the webserver', () => {
  const FROM: DagsterChartProps[] = [
    { networkPolicy: { webserverFrom: [] } },
    { networkPolicy: { webserverFrom: [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }] } },
  ];

  test.each(FROM)('the test may, too, for as long as it takes: %j', (props) => {
    const objects = rendered(props);
    const [policy, pod, ...others] = hooks(objects);
    expect(others).toEqual([]);
    expect(namesOf([policy, pod].filter((one) => one !== undefined))).toEqual([
      'NetworkPolicy test-smoke-test',
      'Pod test-smoke-test',
    ]);
    expect(policy?.metadata.annotations).toEqual({ [HOOK]: 'test', [DELETE]: 'before-hook-creation,hook-succeeded' });
    const [{ ports, from }] = policy?.spec.ingress ?? [];
    const container = find(objects, 'Deployment', 'test-webserver').spec.template.spec.containers[0];
    expect(ports).toEqual([{ protocol: 'TCP', port: container.ports[0].containerPort }]);
    expect(selected(policy?.spec.podSelector, objects)).toEqual(['webserver']);
    expect(selected(from[0].podSelector, objects)).toEqual(['smoke-test']);
    expect(policy?.spec.policyTypes).toEqual(['Ingress']);
  });

  test('where none does, the test needs none', () => {
    expect(namesOf(hooks(rendered({ networkPolicy: { enabled: false, webserverFrom: [] } })))).toEqual([
      'Pod test-smoke-test',
    ]);
  });

  /** The components whose pods a selector finds. */
  function selected(selector: Selector, objects: readonly KubernetesObject[]): unknown[] {
    const found = podLabelsOf(objects).filter((labels) => matches(selector, labels));
    return found.map((labels) => labels['app.kubernetes.io/component']);
  }
});

test('no selector of a release finds the pod of its test', () => {
  const objects = rendered();
  const labels = { ...testPod().metadata.labels };
  const selecting = objects.filter((object) => selectorsOf(object).some((selector) => matches(selector, labels)));
  expect(namesOf(selecting)).toEqual([]);
});
