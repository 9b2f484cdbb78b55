import { type CodeLocationOptions, type DagsterChartProps, RunLauncher } from '../../lib/index.js';
import { EXAMPLE, type KubernetesObject, PRESET_NAMES, usualObjects } from '../support/releases.js';
import { Launchers, runOf } from './support/launchers.js';

const launchers = new Launchers('run-jobs');

beforeAll(() => launchers.start());

afterAll(() => launchers.end());

/** A tag of a job that says more of its runs. */
interface Tag {
  readonly container_config?: object;
  readonly pod_spec_config?: object;
  readonly pod_template_spec_metadata?: object;
}

/** The Job of a run of the usual release's code location, as the launcher of Dagster makes it. */
function jobOf(props: DagsterChartProps, tag: Tag = {}, location: Partial<CodeLocationOptions> = {}): KubernetesObject {
  const objects = usualObjects({ ...props, userCode: { locations: [{ ...EXAMPLE, ...location }] } });
  const run = { ...runOf(objects, 'test', 'example'), tags: { 'dagster-k8s/config': JSON.stringify(tag) } };
  const [job] = launchers.jobs([run]);
  if (job === undefined) throw new Error('the launcher made no Job');
  return job;
}

const podOf = (job: KubernetesObject) => job.spec.template.spec;
const containerOf = (job: KubernetesObject) => podOf(job).containers[0];

describe('the later stands over the earlier: release, run launcher, code location, tag of a job', () => {
  const pod = (word: string) => ({
    priorityClassName: word,
    schedulerName: word,
    nodeSelector: { pool: word, [word]: 'yes' },
    annotations: { note: word },
    labels: { team: word },
    securityContext: { fsGroup: word.length },
  });
  const release = { pod: pod('a') };
  const launched = { ...release, runLauncher: RunLauncher.k8s({ pod: pod('bb') }) };
  const located = { pod: pod('ccc') };
  const tag = {
    pod_spec_config: {
      priority_class_name: 'dddd',
      scheduler_name: 'dddd',
      node_selector: { pool: 'dddd', dddd: 'yes' },
      security_context: { fs_group: 4 },
    },
    pod_template_spec_metadata: { annotations: { note: 'dddd' }, labels: { team: 'dddd' } },
  };

  test.each<[string, Parameters<typeof jobOf>]>([
    ['a', [release]],
    ['bb', [launched]],
    ['ccc', [launched, {}, located]],
    ['dddd', [launched, tag, located]],
  ])('%s', (word, said) => {
    const job = jobOf(...said);
    expect(podOf(job)).toMatchObject({
      priorityClassName: word,
      schedulerName: word,
      nodeSelector: { pool: word, a: 'yes' },
      securityContext: { fsGroup: word.length, runAsNonRoot: true },
    });
    expect(job.spec.template.metadata).toMatchObject({
      annotations: { note: word },
      labels: { team: word, 'dagster.io/release': 'test' },
    });
  });
});

describe('requests and limits', () => {
  const tagged = { container_config: { resources: { requests: { memory: '64Gi', cpu: '16' } } } };

  test('follow the preset, and a tag may request more alone', () => {
    expect(PRESET_NAMES.map((preset) => containerOf(jobOf({ preset })).resources)).toEqual([
      { requests: { cpu: '250m', memory: '512Mi' } },
      { requests: { cpu: '500m', memory: '1Gi' } },
      { requests: { cpu: '1', memory: '2Gi' } },
    ]);
    expect(containerOf(jobOf({ preset: 'large' }, tagged)).resources).toEqual({
      requests: { cpu: '16', memory: '64Gi' },
    });
  });

  test('of a location are laid over those of the run launcher', () => {
    const runLauncher = RunLauncher.k8s({ resources: { requests: { cpu: '1' }, limits: { memory: '16Gi' } } });
    const runs = { resources: { requests: { memory: '8Gi' }, limits: { 'nvidia.com/gpu': '1' } } };
    expect(containerOf(jobOf({ runLauncher }, {}, { runs })).resources).toEqual({
      requests: { cpu: '1', memory: '8Gi' },
      limits: { memory: '16Gi', 'nvidia.com/gpu': '1' },
    });
  });
});

test('a volume that is said twice alike is there once, and a run finds copies of folders', () => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const runLauncher = RunLauncher.k8s({ volumes, volumeMounts });
  const job = jobOf({ runLauncher }, {}, { volumes, volumeMounts, writableCopies: ['/app/dbt'] });
  expect(podOf(job).volumes.map(({ name }: { name: string }) => name)).toEqual([
    ...['dagster-home', 'tmp', 'data', 'writable-0'],
  ]);
  expect(containerOf(job).volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
    ...['/opt/dagster/dagster_home', '/tmp', '/data', '/app/dbt'],
  ]);
  expect(podOf(job).initContainers.map(({ command }: { command: string[] }) => command)).toEqual([
    ['cp', '-RP', '/app/dbt/.', '/writable'],
  ]);
});

test('HOME of a location is that of its runs, over that of the run launcher', () => {
  const home = (value: string) => [{ name: 'HOME', value }];
  const job = jobOf({ runLauncher: RunLauncher.k8s({ env: home('/launcher') }) }, {}, { env: home('/home/app') });
  const values = containerOf(job).env.filter(({ name }: { name: string }) => name === 'HOME');
  expect(values.at(-1)).toEqual({ name: 'HOME', value: '/home/app' });
});

test('a run keeps the entry point of its image', () => {
  const main = containerOf(jobOf({}));
  expect([main.command, main.args]).toEqual([undefined, ['run']]);
});

test('a run is created in the namespace that its location says, or else its launcher', () => {
  const runLauncher = RunLauncher.k8s({ namespace: 'jobs' });
  expect(jobOf({ runLauncher }).namespace).toBe('jobs');
  expect(jobOf({ runLauncher }, {}, { runs: { namespace: 'more' } }).namespace).toBe('more');
});

test('a run of Celery has what its launcher and the release say', () => {
  const runLauncher = RunLauncher.celeryK8s({
    brokerSecret: { name: 'celery', key: 'BROKER_URL' },
    volumes: [{ name: 'data', emptyDir: {} }],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  });
  const job = jobOf({ runLauncher, pod: { imagePullSecrets: ['registry'], labels: { team: 'a' } } });
  expect(podOf(job).imagePullSecrets).toEqual([{ name: 'registry' }]);
  expect(job.spec.template.metadata.labels).toMatchObject({ team: 'a', 'dagster.io/release': 'test' });
  expect(containerOf(job).volumeMounts.at(-1)).toEqual({ name: 'data', mountPath: '/data' });
  expect(containerOf(job).envFrom).toEqual([
    { configMapRef: { name: 'test-run-environment' } },
    { secretRef: { name: 'celery' } },
  ]);
});
