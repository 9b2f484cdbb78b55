import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { setFlags } from '../../lib/engine/faces/helm/readme/set-flags.js';
import { find, type KubernetesObject, parseManifests, podsOf } from '../support/releases.js';
import { kubectl, pathOf, temporaryFolder } from '../support/tools.js';
import { blocksOf } from './markdown.js';
import { type Ending, endOf, StandIn } from './stand-in.js';
import { PUBLISHED } from './umbrella.js';

/** Somebody who has the folder of the chart, the README in it, and neither TypeScript nor a cluster yet. */
const NAMES = { RELEASE: 'data', NAMESPACE: 'team', PASSWORD: 'secret', REVISION: '1' };

/** The commands of the README, by their sections; what makes a chart of one's own is another walk. */
const commands = blocksOf(readFileSync(join(PUBLISHED, 'README.md'), 'utf8'))
  .filter(({ language, section }) => language === 'sh' && section !== 'Everything else')
  .flatMap(({ text, section }) =>
    text
      .replaceAll(/ \\\n */g, ' ')
      .split('\n')
      .map((line) => ({ line: named(line), section })),
  );

function named(line: string): string {
  return Object.entries(NAMES).reduce(
    (text, [name, value]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), value),
    line,
  );
}

/** The words of the one command that begins so, less the tool. */
function wordsOf(beginning: string, containing = ''): string[] {
  const found = commands.filter(({ line }) => line.startsWith(beginning) && line.includes(containing));
  expect(found).toHaveLength(1);
  const [{ line = '' } = {}] = found;
  expect(line).toMatch(/^[\w ./:=-]+$/);
  return line.split(' ').slice(1);
}

/** What Helm tells of a release as JSON. */
interface HelmRelease {
  readonly config?: object;
  readonly manifest: string;
  readonly info: object;
}

const folder = temporaryFolder();
let api: StandIn;

beforeAll(async () => {
  // All that Helm asks of a cluster before it would create anything.
  api = await StandIn.start({
    'GET /version?timeout=32s': () => ({ body: { major: '1', minor: '31', gitVersion: 'v1.31.0' } }),
    'GET /api?timeout=32s': () => ({ body: { kind: 'APIVersions', versions: ['v1'] } }),
    'GET /apis?timeout=32s': () => ({ body: { kind: 'APIGroupList', apiVersion: 'v1', groups: [] } }),
  });
  const kubeconfig = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'here' },
    clusters: [{ name: 'here', cluster: { server: api.url } }],
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'me' } }],
    users: [{ name: 'me', user: {} }],
  };
  writeFileSync(join(folder, 'kubeconfig'), stringify(kubeconfig));
  remember([]);
});

afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

/** The releases that Helm finds in the cluster. */
function remember(releases: readonly object[]): void {
  writeFileSync(join(folder, 'releases.yaml'), stringify(releases));
}

/** Runs Helm in the folder of the chart. */
function helm(...args: readonly string[]): Promise<Ending> {
  const memory = { HELM_DRIVER: 'memory', HELM_MEMORY_DRIVER_DATA: join(folder, 'releases.yaml') };
  const env = { ...process.env, ...memory, KUBECONFIG: join(folder, 'kubeconfig') };
  return endOf(spawn(pathOf('helm'), args, { cwd: PUBLISHED, env }));
}

async function succeeds(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await helm(...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

async function dryRun(...args: readonly string[]): Promise<HelmRelease> {
  return JSON.parse(await succeeds(...args, '--dry-run=client', '--output', 'json'));
}

/** An installation becomes a release that Helm knows. */
function deployed(release: HelmRelease): object {
  const metadata = parse(readFileSync(join(PUBLISHED, 'Chart.yaml'), 'utf8'));
  return { ...release, info: { ...release.info, status: 'deployed' }, chart: { metadata } };
}

/** The Secret that the README has people create. */
function createdSecret(): KubernetesObject {
  const words = wordsOf('kubectl', 'create secret');
  const { status, stdout } = kubectl([...words, '--dry-run=client', '--output', 'json']);
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

const objectsOf = ({ manifest }: HelmRelease): KubernetesObject[] => parseManifests(manifest).filter(Boolean);
const installed = () => dryRun(...wordsOf('helm install', '--set'));

test('the chart is linted and packaged as it stands', async () => {
  expect(await succeeds('lint', '--strict', '.')).not.toMatch(/WARNING|ERROR/);
  expect(await succeeds('package', '.', '--destination', folder)).toContain('floe-dagster-0.1.0.tgz');
  const [, ...rest] = wordsOf('helm install data . --namespace team --create-namespace', '--set');
  expect(
    (await dryRun('install', ...rest.map((word) => (word === '.' ? join(folder, 'floe-dagster-0.1.0.tgz') : word))))
      .manifest,
  ).toBe((await installed()).manifest);
});

test('an installation with the chart’s own PostgreSQL needs nothing more', async () => {
  const [plain] = commands.filter(({ line }) => line === 'helm install data . --namespace team --create-namespace');
  const objects = objectsOf(await dryRun(...(plain?.line.split(' ').slice(1) ?? [])));
  const { spec } = find(objects, 'StatefulSet', 'data-postgresql');
  expect(spec.template.spec.containers[0].env).toContainEqual({
    name: 'POSTGRES_PASSWORD',
    valueFrom: { secretKeyRef: { name: 'data-postgresql', key: 'postgresql-password' } },
  });
  expect(objects.map(({ kind }) => kind)).toContain('Job');
});

test('an installation with a PostgreSQL elsewhere finds it, and the Secret that was created', async () => {
  expect(kubectl([...wordsOf('kubectl create namespace'), '--dry-run=client', '--output', 'name']).stdout).toBe(
    'namespace/team\n',
  );
  const secret = createdSecret();
  expect(secret.metadata).toMatchObject({ name: 'data-postgresql', namespace: 'team' });
  const objects = objectsOf(await installed());
  const variables = podsOf(objects).flatMap(({ containers }) => containers.flatMap(({ env = [] }) => env));
  const sources = variables.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
  expect(sources.length).toBeGreaterThan(3);
  for (const { name, key } of sources) expect([name, Object.keys(secret.data)]).toEqual([secret.metadata.name, [key]]);
  expect(variables).toContainEqual({ name: 'DAGSTER_PG_HOST', value: 'db.example.com' });
  expect(variables).toContainEqual({ name: 'DAGSTER_PG_PORT', value: '5432' });
  expect(objects.map(({ kind }) => kind)).not.toContain('StatefulSet');
});

test('an upgrade changes what it says, and keeps what the installation said', async () => {
  remember([deployed(await installed())]);
  const upgraded = await dryRun(...wordsOf('helm upgrade'));
  expect(upgraded).toMatchObject({
    version: 2,
    config: {
      'dagster-webserver': { replicaCount: 2 },
      postgresql: { enabled: false, externalDatabase: { host: 'db.example.com', port: 5432 } },
    },
  });
  expect(find(objectsOf(upgraded), 'Deployment', 'data-webserver').spec.replicas).toBe(2);
});

test('null takes back what was said before: in the installation, or in an earlier file', async () => {
  remember([deployed(await installed())]);
  const back = { postgresql: { enabled: true, externalDatabase: null } };
  const files = [{ postgresql: { enabled: false, externalDatabase: { host: 'db', port: 1 } } }, back];
  const flags = files.flatMap((values, index) => {
    writeFileSync(join(folder, `${index}.yaml`), stringify(values));
    return ['--values', join(folder, `${index}.yaml`)];
  });
  const releases = [
    await dryRun(...wordsOf('helm upgrade'), ...setFlags(back).flatMap((flag) => flag.split(' '))),
    await dryRun(...wordsOf('helm upgrade'), ...flags.slice(-2)),
    await dryRun('install', 'other', '.', ...flags),
  ];
  for (const release of releases) expect(objectsOf(release).map(({ kind }) => kind)).toContain('StatefulSet');
});

test('the way back, and the way out, are Helm’s own', async () => {
  remember([deployed(await installed())]);
  expect(await succeeds(...wordsOf('helm history'))).toMatch(/^1\s.*\sdeployed\s+floe-dagster-0\.1\.0\s+1\.13\.\d+/m);
  expect(await succeeds(...wordsOf('helm rollback'), '--dry-run=client')).toContain('Rollback was a success');
  expect(await succeeds(...wordsOf('helm uninstall'), '--dry-run')).toContain('release "data" uninstalled');
  expect(await succeeds(...wordsOf('helm test'), '--help')).toContain('helm test [RELEASE] [flags]');
});

test('what kubectl is asked for is there', async () => {
  const [plain] = commands.filter(({ line }) => line.startsWith('helm install'));
  const objects = objectsOf(await dryRun(...(plain?.line.split(' ').slice(1) ?? [])));
  const service = find(objects, 'Service', 'data-webserver');
  expect(wordsOf('kubectl', 'port-forward').slice(-2)).toEqual([
    'service/data-webserver',
    `3000:${service.spec.ports[0].name}`,
  ]);
  expect(wordsOf('kubectl', 'instance migrate')).toContain('deployment/data-daemon');
  find(objects, 'Deployment', 'data-daemon');
  const server = find(objects, 'StatefulSet', 'data-postgresql');
  expect(commands.map(({ line }) => line)).toContain(
    'kubectl --namespace team exec data-postgresql-0 -- pg_dump --username dagster dagster > dagster.sql',
  );
  const [claim] = server.spec.volumeClaimTemplates;
  expect(wordsOf('kubectl', 'delete persistentvolumeclaim').at(-1)).toBe(`${claim.metadata.name}-data-postgresql-0`);
  expect(wordsOf('kubectl', 'delete secret').at(-1)).toBe(createdSecret().metadata.name);
  const { labels } = parse(find(objects, 'ConfigMap', 'data-instance').data['dagster.yaml']).run_launcher.config;
  expect(wordsOf('kubectl', 'delete jobs').at(-1)).toBe(`dagster.io/release=${labels['dagster.io/release']}`);
});

test('no command of the README is left out of this walk', () => {
  const walked = [
    /^kubectl create namespace/,
    /^kubectl --namespace team (create secret|port-forward|exec|delete (jobs|persistentvolumeclaim|secret))/,
    /^helm (install|upgrade|history|rollback|uninstall|test) data/,
  ];
  expect(commands.filter(({ line }) => !walked.some((known) => known.test(line)))).toEqual([]);
  expect(commands).toHaveLength(15);
});
