import { type CodeLocationOptions, type DagsterChartProps, open, RunLauncher, text } from '../../../lib/index.js';
import { EXAMPLE, errorsOfProps, find, type KubernetesObject, podsOf, usualObjects } from '../../support/releases.js';

const NAME = 'test-user-code-example';
const home = (value: string) => ({ name: 'HOME', value });

const withLocation = (location: Partial<CodeLocationOptions>, props: DagsterChartProps = {}): KubernetesObject[] =>
  usualObjects({ ...props, userCode: { locations: [{ ...EXAMPLE, ...location }] } });

/** The values of a variable in all containers of the pods of an object. */
function valuesIn(objects: readonly KubernetesObject[], owner: string, variable = 'HOME'): unknown[] {
  const found = podsOf(objects).find((pods) => pods.owner === owner);
  const env = (container: KubernetesObject) => container.env.filter(({ name }: { name: string }) => name === variable);
  return (found?.containers ?? []).map((container) => env(container).map(({ value }: { value: string }) => value));
}

describe('the entry point of an image', () => {
  test.each([
    ['api grpc', ['dagster', 'api', 'grpc']],
    ['code-server', ['dagster', 'code-server', 'start']],
  ] as const)('is kept by a server of the kind %s', (server, words) => {
    const [main] = find(withLocation({ server }), 'Deployment', NAME).spec.template.spec.containers;
    expect(main).not.toHaveProperty('command');
    expect(main.args.slice(0, 3)).toEqual(words);
  });

  test('is kept whatever a location says of its image and arguments', () => {
    const options = { image: { ...EXAMPLE.image, pullPolicy: 'Always' as const }, args: ['-m', 'x'] };
    const [main] = find(withLocation(options), 'Deployment', NAME).spec.template.spec.containers;
    expect(main).not.toHaveProperty('command');
    expect(main.args.slice(-2)).toEqual(['-m', 'x']);
  });

  test('is replaced for the system image, whose processes are the release’s own', () => {
    const objects = usualObjects();
    const mains = ['Deployment test-webserver', 'Deployment test-daemon'].map((owner) =>
      podsOf(objects).find((pods) => pods.owner === owner),
    );
    for (const pods of mains)
      for (const container of pods?.containers ?? []) expect(container).toHaveProperty('command');
  });
});

describe('HOME', () => {
  test('is /tmp, which can be written, where nobody says it', () => {
    const objects = usualObjects();
    expect(valuesIn(objects, `Deployment ${NAME}`)).toEqual([['/tmp'], ['/tmp']]);
    expect(find(objects, 'ConfigMap', 'test-run-environment').data.HOME).toBe('/tmp');
  });

  test('of a code location is for its container, and for its runs', () => {
    const objects = withLocation({ env: [home('/home/app')] });
    expect(valuesIn(objects, `Deployment ${NAME}`)).toEqual([['/tmp'], ['/home/app']]);
    const [context] = valuesIn(objects, `Deployment ${NAME}`, 'DAGSTER_CONTAINER_CONTEXT').flat().slice(-1);
    expect(JSON.parse(`${context}`)).toMatchObject({ k8s: { env: [{ name: 'HOME', value: '/home/app' }] } });
    expect(valuesIn(objects, 'Deployment test-daemon')).toEqual([['/tmp'], ['/tmp']]);
  });

  test('of the instance is for all processes and runs, and a process may have another one', () => {
    const objects = usualObjects({
      instance: { env: [home('/srv')] },
      webserver: { env: [home('/web')] },
      migration: { env: [home('/migrate')] },
    });
    expect(valuesIn(objects, 'Deployment test-webserver')).toEqual([['/srv'], ['/web']]);
    expect(valuesIn(objects, 'Deployment test-daemon')).toEqual([['/srv'], ['/srv']]);
    expect(find(objects, 'ConfigMap', 'test-run-environment').data.HOME).toBe('/srv');
    const job = podsOf(objects).find(({ owner }) => owner.startsWith('Job test-migrate'));
    expect(job?.containers[1]?.env.at(-1)).toEqual(home('/migrate'));
  });

  test('may be a knob', () => {
    const objects = usualObjects({
      instance: { env: [home(`${open('home', text('/srv', 'The home.'))}`)] },
      migration: {},
    });
    expect(valuesIn(objects, `Deployment ${NAME}`)).toEqual([['/srv'], ['/srv']]);
    expect(find(objects, 'ConfigMap', 'test-run-environment').data.HOME).toBe('/srv');
  });

  test('of Celery workers and the run launcher is theirs', () => {
    const brokerSecret = { name: 'celery', key: 'BROKER' };
    const runLauncher = RunLauncher.celeryK8s({ brokerSecret, workers: { env: [home('/work')] } });
    expect(valuesIn(usualObjects({ runLauncher }), 'Deployment test-celery-dagster')).toEqual([['/tmp'], ['/work']]);
    expect(errorsOfProps({ runLauncher: RunLauncher.k8s({ env: [home('/run')] }) })).toEqual([]);
  });

  test('cannot be said of Dagster itself', () => {
    const env = [{ name: 'DAGSTER_HOME', value: '/' }];
    expect(errorsOfProps({ instance: { env } })).toEqual([
      'test/instance: env.0: found "DAGSTER_HOME"; allowed: any name but DAGSTER_HOME, DAGSTER_PG_HOST, DAGSTER_PG_PORT, DAGSTER_PG_DB, DAGSTER_PG_USERNAME, DAGSTER_PG_PASSWORD',
    ]);
  });
});

describe('definitions load again when a pod is replaced', () => {
  const hash = { fieldPath: "metadata.labels['pod-template-hash']" };
  const digest = `sha256:${'0'.repeat(64)}`;
  const tag = open('etl.tag', text('latest', 'The tag.'));

  test.each<[string, Partial<CodeLocationOptions['image']>, string, object]>([
    ['of another rollout, where a tag names one image', {}, 'POD_TEMPLATE_HASH', hash],
    ['at all, where the image is called latest', { tag: 'latest' }, 'POD_UID', { fieldPath: 'metadata.uid' }],
    ['at all, where a knob calls it latest', { tag }, 'POD_UID', { fieldPath: 'metadata.uid' }],
    ['at all, where the image is always pulled', { pullPolicy: 'Always' }, 'POD_UID', { fieldPath: 'metadata.uid' }],
    [
      'of another rollout, where a digest pins it',
      { tag: 'latest', digest, pullPolicy: 'Always' },
      'POD_TEMPLATE_HASH',
      hash,
    ],
  ])('%s', (_, image, name, fieldRef) => {
    const objects = withLocation({ image: { ...EXAMPLE.image, ...image } });
    const [main] = find(objects, 'Deployment', NAME).spec.template.spec.containers;
    expect(main.args.slice(7, 9)).toEqual(['--fixed-server-id', `$(${name})`]);
    expect(main.env).toContainEqual({ name, valueFrom: { fieldRef } });
    const { sessionAffinity } = find(objects, 'Service', NAME).spec;
    expect(sessionAffinity).toBe(name === 'POD_UID' ? 'ClientIP' : undefined);
  });
});
