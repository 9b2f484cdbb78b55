import { PostgresPassword } from '../../lib/index.js';
import type { KubernetesObject } from '../support/releases.js';
import { find } from '../support/releases.js';
import { expectWorking, type LiveRelease, liveRelease, passwordSecret } from './support/live-release.js';
import { ETL, manifestsOf } from './support/release.js';

let live: LiveRelease | undefined;

afterEach(async () => {
  await live?.cluster.close();
});

/** The error of a release that somebody broke after it was synthesized. */
async function errorOf(name: string, damage: (objects: KubernetesObject[]) => void): Promise<unknown> {
  const manifests = manifestsOf(name, {
    userCode: { locations: [ETL] },
    postgresql: { password: PostgresPassword.fromSecret({ name: 'login', key: 'password' }) },
  });
  damage(manifests);
  const before = passwordSecret(`dagster-${name}`, 'login', 'password');
  live = await liveRelease(manifests, { before: ({ store }) => store.create(before) });
  return expectWorking(live, ['etl'], 30).then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** The webserver's own container. */
function webserver(objects: KubernetesObject[], release: string): KubernetesObject {
  return find(objects, 'Deployment', `${release}-webserver`).spec.template.spec.containers[0];
}

test('a wrong key in dagster.yaml is found', async () => {
  const error = await errorOf('wrong-key', (objects) => {
    const { data } = find(objects, 'ConfigMap', 'wrong-key-instance');
    data['dagster.yaml'] = data['dagster.yaml'].replace('\nrun_monitoring:', '\nrun_monitor:');
  });
  expect(`${error}`).toMatch(/ended by itself, with exit code 1[\s\S]*unexpected config entry "run_monitor"/);
});

test('a wrong mount path of workspace.yaml is found', async () => {
  const error = await errorOf('wrong-workspace', (objects) => {
    const { volumeMounts } = webserver(objects, 'wrong-workspace');
    volumeMounts.find(({ name }: KubernetesObject) => name === 'workspace').mountPath = '/workspace';
  });
  expect(`${error}`).toMatch(/container webserver ended by itself, with exit code 2/);
});

test('a wrong mount path of dagster.yaml is found, with which the webserver keeps a database of its own', async () => {
  const error = await errorOf('wrong-home', (objects) => {
    const { volumeMounts } = webserver(objects, 'wrong-home');
    volumeMounts.find(({ name }: KubernetesObject) => name === 'instance').mountPath = '/opt/dagster/dagster.yaml';
  });
  expect(`${error}`).toMatch(/the daemons: not within 30 s/);
});

test('a missing variable is found', async () => {
  const error = await errorOf('missing-variable', (objects) => {
    const { env } = webserver(objects, 'missing-variable');
    const index = env.findIndex(({ name }: KubernetesObject) => name === 'DAGSTER_PG_HOST');
    env.splice(index, 1);
  });
  expect(`${error}`).toMatch(/ended by itself, with exit code 1[\s\S]*DAGSTER_PG_HOST/);
});

test('a missing Secret is found', async () => {
  const error = await errorOf('missing-secret', (objects) => {
    const { env } = webserver(objects, 'missing-secret');
    env.find(({ name }: KubernetesObject) => name === 'DAGSTER_PG_PASSWORD').valueFrom.secretKeyRef.name = 'other';
  });
  expect(`${error}`).toMatch(/not within .* s: .*(Secret other|webserver)/);
});
