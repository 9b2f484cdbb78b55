import { setTimeout as sleep } from 'node:timers/promises';
import type { Construct } from 'constructs';
import { DagsterApp, DagsterChart, type DagsterChartProps, HelmChart } from '../../lib/index.js';
import { EXAMPLE, find, type KubernetesObject, namesOf, parseManifests, usualObjects } from '../support/releases.js';
import { helm } from '../support/tools.js';
import { inFolder } from './render.js';
import { matches, podLabelsOf, type Selector, selectorsOf } from './selectors.js';
import { type Answers, type Ending, endOf, StandIn, start, testWithPython } from './stand-in.js';
import { expectSuccess } from './umbrella.js';

const HOOK = 'helm.sh/hook';
const DELETE = 'helm.sh/hook-delete-policy';

/** What the chart of the usual release renders to, its tests included. */
function rendered(props: DagsterChartProps = {}, ...args: readonly string[]): KubernetesObject[] {
  const app = new DagsterApp({ outdir: 'unused' });
  const all = { ...props, userCode: { locations: [EXAMPLE] } };
  const release = (scope: Construct): DagsterChart => new DagsterChart(scope, 'release', all);
  const chart = new HelmChart(app, 'floe-dagster', { version: '1.0.0', release });
  app.render();
  const stdout = inFolder(chart.chartFiles(), (folder) => expectSuccess(helm(['template', 'test', folder, ...args])));
  return parseManifests(stdout).filter(Boolean);
}

const hooks = (objects: readonly KubernetesObject[]): KubernetesObject[] =>
  objects.filter(({ metadata }) => HOOK in { ...metadata.annotations });
const testPod = (props: DagsterChartProps = {}): KubernetesObject => find(rendered(props), 'Pod', 'test-smoke-test');

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

describe('its container', () => {
  const INFO = 'GET /server_info';
  const GRAPHQL = 'POST /graphql';
  const [python = '', c = '', script = ''] = testPod().spec.containers[0].command;

  const info = () => ({ body: { dagster_webserver_version: '1.13.27' } });
  const workspace = (workspaceOrError: object) => () => ({ body: { data: { workspaceOrError } } });
  const entry = (
    name: string,
    loadStatus = 'LOADED',
    outcome: object | null = { __typename: 'RepositoryLocation' },
  ) => ({
    ...{ name, loadStatus },
    locationOrLoadError: outcome,
  });
  const broken = { __typename: 'PythonError', message: 'ModuleNotFoundError: no etl\n' };

  /** What becomes of it when it asks such a server, for a second. */
  async function asks(answers: Answers, path = '', env?: NodeJS.ProcessEnv): Promise<Ending> {
    const server = await StandIn.start(answers);
    try {
      const ending = await endOf(start([python, c, script, `${server.url}${path}`, '1'], env));
      const plain = (text: string): string => text.replaceAll(server.url, 'URL');
      return { status: ending.status, stdout: plain(ending.stdout), stderr: plain(ending.stderr) };
    } finally {
      await server.stop();
    }
  }

  testWithPython('succeeds when every code location is loaded, and tells which', async () => {
    const locations = workspace({ locationEntries: [entry('etl'), entry('ml')] });
    expect(await asks({ [INFO]: info, [GRAPHQL]: locations })).toEqual({
      status: 0,
      stdout: 'Dagster 1.13.27 answers at URL; code locations, all loaded: etl, ml\n',
      stderr: '',
    });
  });

  testWithPython('succeeds when there is nothing to load', async () => {
    const { status, stdout } = await asks({ [INFO]: info, [GRAPHQL]: workspace({ locationEntries: [] }) });
    expect([status, stdout]).toEqual([0, expect.stringContaining('there are none')]);
  });

  testWithPython('asks below the path prefix', async () => {
    const locations = workspace({ locationEntries: [entry('etl')] });
    const below = { 'GET /a/b/server_info': info, 'POST /a/b/graphql': locations };
    expect(await asks(below, '/a/b')).toMatchObject({ status: 0 });
    expect(await asks(below)).toMatchObject({ status: 1, stderr: 'URL/server_info: HTTP Error 404: Not Found\n' });
  });

  testWithPython('waits for what is still being loaded', async () => {
    let asked = 0;
    const loading = () => {
      asked += 1;
      return workspace({ locationEntries: [asked === 1 ? entry('etl', 'LOADING', null) : entry('etl')] })();
    };
    expect(await asks({ [INFO]: info, [GRAPHQL]: loading })).toMatchObject({ status: 0 });
    expect(asked).toBe(2);
  });

  testWithPython.each<[string, Answers, string]>([
    [
      'code locations that are not loaded',
      {
        [INFO]: info,
        [GRAPHQL]: workspace({
          locationEntries: [entry('a', 'LOADED', broken), entry('b'), entry('c', 'LOADING', null)],
        }),
      },
      'code location a: ModuleNotFoundError: no etl\n\ncode location c: is not loaded yet\n',
    ],
    [
      'a webserver that fails',
      { [INFO]: () => ({ status: 500, body: '' }) },
      'URL/server_info: HTTP Error 500: Internal',
    ],
    ['what is no webserver', { [INFO]: () => ({ body: '<html>' }) }, 'URL/server_info: Expecting value'],
    [
      'an error of the API',
      { [INFO]: info, [GRAPHQL]: () => ({ body: { errors: ['no'] } }) },
      '/graphql: {"errors": ["no"]}',
    ],
    ['no workspace', { [INFO]: info, [GRAPHQL]: workspace({ message: 'bad yaml' }) }, 'URL/graphql: bad yaml\n'],
  ])('fails for %s, and says why', async (_, answers, message) => {
    const { status, stdout, stderr } = await asks(answers);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('Traceback');
  });

  testWithPython('fails when nobody answers', async () => {
    const server = await StandIn.start({});
    await server.stop();
    const { status, stderr } = await endOf(start([python, c, script, server.url, '0']));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/server_info: .*Connection refused/)]);
  });

  testWithPython('asks no proxy, whatever its image names', async () => {
    const locations = workspace({ locationEntries: [] });
    const env = { http_proxy: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
    expect(await asks({ [INFO]: info, [GRAPHQL]: locations }, '', env)).toMatchObject({ status: 0 });
  });

  testWithPython('ends when it is told to', async () => {
    const server = await StandIn.start({});
    const child = start([python, c, script, server.url, '60']);
    const ending = endOf(child);
    await sleep(1000);
    child.kill('SIGTERM');
    expect(await ending).toMatchObject({ status: 143 });
    await server.stop();
  });
});
