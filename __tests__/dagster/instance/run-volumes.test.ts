import { type ContainerContextOptions, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps } from '../../support/releases.js';

const scratch = (name: string) => ({ name, emptyDir: {} });
const claim = (name: string) => ({ name, persistentVolumeClaim: { claimName: 'data' } });
const at = (name: string, mountPath: string) => ({ name, mountPath });

/** A run launcher with a volume of its own. */
const launcher = RunLauncher.k8s({ volumes: [claim('data')], volumeMounts: [at('data', '/data')] });

const errorsOfRuns = (runs: ContainerContextOptions, runLauncher = launcher): string[] =>
  errorsOfProps({ runLauncher, userCode: { locations: [{ ...EXAMPLE, runs }] } });

const LOCATION = 'test/user-code/location-example: runs.';

test('what the run launcher and a location say alike is one volume', () => {
  expect(errorsOfRuns({ volumes: [claim('data')], volumeMounts: [at('data', '/data')] })).toEqual([]);
});

test('a location may mount what the run launcher brings, or what the release does', () => {
  expect(errorsOfRuns({ volumeMounts: [at('data', '/more'), { ...at('tmp', '/scratch'), subPath: 'x' }] })).toEqual([]);
});

test.each<[string, ContainerContextOptions, string]>([
  [
    'the name of another volume of the run launcher',
    { volumes: [scratch('data')] },
    'volumes: found "data"; allowed: a name that no other volume of a run has (others: dagster-home, tmp)',
  ],
  [
    'the name of a volume of the release',
    { volumes: [claim('dagster-home')] },
    'volumes: found "dagster-home"; allowed: a name that no other volume of a run has (others: tmp, data)',
  ],
  [
    'the path of another mount of the run launcher',
    { volumes: [scratch('own')], volumeMounts: [at('own', '/data')] },
    'volumeMounts: found "/data"; allowed: a path where a run sees nothing else (others: /opt/dagster/dagster_home, /tmp)',
  ],
  [
    'the path of a mount of the release',
    { volumes: [scratch('own')], volumeMounts: [at('own', '/tmp')] },
    'volumeMounts: found "/tmp"; allowed: a path where a run sees nothing else (others: /opt/dagster/dagster_home, /data)',
  ],
  [
    'one path twice in itself',
    { volumes: [scratch('a'), scratch('b')], volumeMounts: [at('a', '/a'), at('b', '/a')] },
    'volumeMounts: found "/a"; allowed: a path where a run sees nothing else (others: /opt/dagster/dagster_home, /tmp, /data)',
  ],
  [
    'a raw volume of a name that is taken',
    { runK8sConfig: { podSpecConfig: { volumes: [scratch('data')] } } },
    'volumes: found "data"; allowed: a name that no other volume of a run has (others: dagster-home, tmp)',
  ],
  [
    'a mount of a volume that is not there',
    { volumeMounts: [at('else', '/else')] },
    'volumeMounts: found "else"; allowed: a volume of runs (others: dagster-home, tmp, data); add it to volumes',
  ],
])('the runs of a location may not have %s', (_, runs, message) => {
  expect(errorsOfRuns(runs)).toEqual([LOCATION + message]);
});

test('a raw part of the run launcher stands in the place of a volume of the release', () => {
  const runK8sConfig = {
    podSpecConfig: { volumes: [claim('tmp'), scratch('raw')] },
    containerConfig: { volumeMounts: [at('raw', '/tmp')] },
  };
  expect(errorsOfRuns({ volumeMounts: [at('tmp', '/claim')] }, RunLauncher.k8s({ runK8sConfig }))).toEqual([]);
});

test('the run launchers find it in their own options', () => {
  const said = {
    volumes: [claim('tmp'), scratch('v'), claim('v')],
    volumeMounts: [at('v', '/tmp'), at('none', '/none')],
  };
  const messages = [
    'runLauncher.volumes: found "tmp"; allowed: a name that no other volume of a run has (others: dagster-home, v)',
    'runLauncher.volumes: found "v"; allowed: a name that no other volume of a run has (others: dagster-home, tmp)',
    'runLauncher.volumeMounts: found "/tmp"; allowed: a path where a run sees nothing else (others: /opt/dagster/dagster_home, /none)',
    'runLauncher.volumeMounts: found "none"; allowed: a volume of runs (others: dagster-home, tmp, v); add it to volumes',
  ].map((message) => `test/instance: ${message}`);
  const celery = RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'BROKER' }, ...said });
  expect(errorsOfProps({ runLauncher: RunLauncher.k8s(said) })).toEqual(messages);
  expect(errorsOfProps({ runLauncher: celery })).toEqual(messages);
});
