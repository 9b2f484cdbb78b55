import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksIn } from '../support/markdown.js';
import { type KubernetesObject, parseManifests } from '../support/releases.js';
import { ROOT } from '../support/tools.js';
import { Newcomer } from '../thorough/newcomer/newcomer.js';
import { Registry } from '../thorough/newcomer/registry.js';
import { expectHealthy, expectLoaded, expectSuccess } from './support/checks.js';
import { OWN_NODE } from './support/containerd.js';
import { Namespace } from './support/namespace.js';
import { eventually } from './support/waiting.js';

const FOLDER = 'analytics';
const LOCATIONS = ['example'];
const namespace = new Namespace('analytics');
const registry = new Registry();
const UI = '/api/v1/namespaces/analytics/services/analytics-webserver:http/proxy/';
let newcomer: Newcomer;

/** The blocks of a page in one language, by their section, each of which is taken once. */
function blocksOf(page: string, language: string): { take: (section: string) => string; left: string[] } {
  const blocks = blocksIn(readFileSync(join(ROOT, 'docs', page), 'utf8')).filter((one) => one.language === language);
  const take = (section: string): string => {
    const index = blocks.findIndex((one) => one.section === section);
    const [block] = blocks.splice(index, index < 0 ? 0 : 1);
    if (block === undefined) throw new Error(`${page}: no block of ${language} is left below ${section}`);
    return block.text;
  };
  return {
    take,
    get left() {
      return blocks.map(({ text }) => text);
    },
  };
}

const start = { sh: blocksOf('start.md', 'sh'), ts: blocksOf('start.md', 'ts') };
const guide = blocksOf('guide.md', 'sh');

/** Types what a block says, in the project. @returns what it prints */
async function type(block: string, { folder = FOLDER, ends = 0 } = {}): Promise<string> {
  const { status, stdout, stderr } = await newcomer.shell(block, { folder });
  if (status !== ends) throw new Error(`${block}status ${status}: ${stderr}${stdout}`);
  return stdout;
}

function edit(file: string, change: (text: string) => string): void {
  const before = newcomer.read(`${FOLDER}/${file}`);
  const after = change(before);
  expect(after).not.toBe(before);
  newcomer.write(`${FOLDER}/${file}`, after);
}

/** Does something while a block runs that ends with the terminal that it is typed in. */
async function during<T>(block: string, what: () => Promise<T>): Promise<T> {
  const terminal = spawn('bash', ['-c', `exec ${block}`], { env: newcomer.environment(), stdio: 'ignore' });
  try {
    return await what();
  } finally {
    terminal.kill();
  }
}

/**
 * The page that a forwarded port shows. Containerd 1.6, which Debian has, is busy for minutes once a port was forwarded, and
 * everything else on its node waits: there the API server asks the same Service.
 */
async function openUi(forward: string): Promise<string> {
  if (OWN_NODE) return namespace.kubectl('get', '--raw', UI);
  return during(forward, () =>
    eventually('the UI', 300, async () => {
      const page = await fetch('http://localhost:3000', { headers: { connection: 'close' } });
      expect(page.status).toBe(200);
      return page.text();
    }),
  );
}

beforeAll(async () => {
  await registry.listen();
  newcomer = new Newcomer(registry.url, process.env.KUBECONFIG);
  namespace.delete();
});

afterAll(() => {
  registry.close();
  newcomer.remove();
  namespace.delete();
});

test('the first page makes a project, and manifests of what it has one describe', async () => {
  await type(start.sh.take('Make a project'), { folder: '' });
  newcomer.write(`${FOLDER}/main.ts`, start.ts.take('Describe the release'));
  expect(await type(start.sh.take('Describe the release'))).toContain('dist/analytics/manifests/dagster.k8s.yaml');
  edit('main.test.ts', (text) => text.slice(0, text.indexOf("test('the code location etl")));
});

test('its Secret and its manifests become a release that works, and answers where the page says', async () => {
  await type(start.sh.take('Make the Secret'));
  await type(start.sh.take('Apply'));
  const page = await openUi(start.sh.take('Open the UI'));
  expect(page).toMatch(/<title[^>]*>Dagster</);
  const webserver = namespace.dagster();
  await expectLoaded(webserver, LOCATIONS);
  await expectHealthy(webserver);
  const run = await webserver.launch('example', 'first_version');
  await expectSuccess(webserver, run);
  expect(await type('kubectl get jobs --namespace analytics')).toContain(`dagster-run-${run}`);
});

test('its change is shown by Git and by the cluster, passes the test of the project, and comes about', async () => {
  await type(start.sh.take('Change it'));
  edit('main.ts', (text) =>
    text.replace("preset: 'small' }", `preset: 'small', ${start.ts.take('Change it').trim()} }`),
  );
  const printed = await type(start.sh.take('Change it'));
  expect(printed).toContain('\n-  replicaCount: 1\n+  replicaCount: 2\n');
  expect(printed).toMatch(/^# pass 1\n# fail 0$/m);
  const changes = (await type(start.sh.take('Change it'), { ends: 1 })).match(/^[-+] .*replicas: .*$/gm);
  expect(changes).toEqual(['-  replicas: 1', '+  replicas: 2']);
  await type(start.sh.take('Change it'));
  expect(namespace.get('deployment', 'analytics-webserver').status.readyReplicas).toBe(2);
});

test('the commands of the guide do in this project what they say', async () => {
  await type('git commit --quiet --all --message "Two webservers"');
  await type(guide.take('Your own repository'));
  expect(await type(guide.take('Upgrades'))).not.toContain('diff --git');
});

test('what the first page made goes as it says, and nothing that it or the guide has one type was left out', async () => {
  await type(start.sh.take('Go on'));
  expect(namespace.try('get', 'namespace', 'analytics').status).toBe(1);
  expect([start.sh.left, start.ts.left, guide.left]).toEqual([[], [], []]);
});

test('the commands of the changelog take over what a release of 0.1 left, whose selectors cannot change', async () => {
  const manifests = parseManifests(newcomer.files(`${FOLDER}/dist`)['analytics/manifests/dagster.k8s.yaml'] ?? '');
  const selectors = (): [string, Record<string, string>][] =>
    namespace.list('deployments,statefulsets').map(({ metadata, spec }) => [metadata.name, spec.selector.matchLabels]);
  const volume = (): string =>
    namespace.kubectl('get', 'pvc', 'data-analytics-postgresql-0', '-o', 'jsonpath={.metadata.uid}');
  namespace.kubectl('create', 'namespace', namespace.name);
  namespace.apply(manifests.map(asOf01));
  namespace.kubectl('create', 'rolebinding', 'analytics-webserver-run-launcher', '--role=any', '--serviceaccount=a:b');
  const before = selectors();
  expect(namespace.try('apply', '-f', join(newcomer.folder, FOLDER, 'dist/analytics/manifests')).stderr).toContain(
    'field is immutable',
  );
  const claim = await eventually('the volume', 60, volume);
  const [block, ...others] = blocksIn(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).filter(
    ({ language }) => language === 'sh',
  );
  expect(others).toEqual([]);
  await type(block?.text ?? '');
  const named = before.map(([name, labels]) => [name, { ...labels, 'app.kubernetes.io/name': 'dagster' }]);
  expect(selectors()).toEqual(named);
  expect(namespace.try('get', 'rolebinding', 'analytics-webserver-run-launcher').status).toBe(1);
  expect(volume()).toBe(claim);
});

/** An object as 0.1 wrote it: its selector has no name of the application. */
function asOf01(object: KubernetesObject): KubernetesObject {
  if (!['Deployment', 'StatefulSet'].includes(object.kind)) return object;
  const { 'app.kubernetes.io/name': _, ...matchLabels } = object.spec.selector.matchLabels;
  return { ...object, spec: { ...object.spec, selector: { matchLabels } } };
}
