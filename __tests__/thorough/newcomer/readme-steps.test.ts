import { BLOCKS, blocksOf } from '../../support/readme.js';
import { type KubernetesObject, parseManifests } from '../../support/releases.js';
import { Cluster } from './cluster.js';
import { isInstalled, LATER, Newcomer } from './newcomer.js';
import { Registry } from './registry.js';

import.meta.jest.setTimeout(300_000);

const SECTION = 'In your own repository';
const [init, install, synthAndApply] = blocksOf(SECTION, 'sh').map(({ text }) => text);
const [printed] = blocksOf(SECTION, '').map(({ text }) => text);
const files = BLOCKS.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }]));

/** The lines as another package manager takes them, by what the README says of it. */
const MANAGERS: Readonly<Record<string, (lines: string) => string>> = {
  npm: (lines) => lines,
  yarn: (lines) => lines.replaceAll('npm install --save-dev', 'yarn add --dev').replaceAll('npm install', 'yarn add'),
  pnpm: (lines) =>
    lines
      .replaceAll('npm install --save-dev', 'pnpm add --allow-build=esbuild --save-dev')
      .replaceAll('npm install', 'pnpm add'),
};

const registry = new Registry();
let cluster: Cluster;

beforeAll(async () => {
  await registry.listen();
  cluster = await Cluster.start();
});

afterAll(() => {
  registry.close();
  cluster.stop();
});

test('every block of a shell is run: below this heading here, the others by .ci/run', () => {
  const elsewhere = BLOCKS.filter(({ language, section }) => language === 'sh' && section !== SECTION);
  expect(elsewhere).toEqual([expect.objectContaining({ section: 'Set-up' })]);
  expect([init, install, synthAndApply]).not.toContain(undefined);
  expect(blocksOf(SECTION, 'sh')).toHaveLength(3);
  expect(files.map(({ file }) => file)).toEqual(['main.ts', 'cdk8s.yaml', 'tsconfig.json']);
});

/** Does what the README says, as far as the manifests in the cluster. */
async function followReadme(name: string): Promise<Newcomer> {
  const newcomer = new Newcomer(registry.url);
  const installed = await newcomer.shell(MANAGERS[name]?.(install ?? '') ?? '');
  expect(installed).toMatchObject({
    status: 0,
    stderr: expect.not.stringMatching(/dagster|peer|ERESOLVE|EBADENGINE/i),
  });
  for (const { file, text } of files) newcomer.write(file, text);
  cluster.writeKubeconfig(newcomer.kubeconfig);
  cluster.clear();
  const { status, stdout, stderr } = await newcomer.shell(synthAndApply ?? '');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.slice(0, printed?.length)).toBe(printed);
  expect(stdout).toContain('deployment.apps/analytics-user-code-etl created\n');
  const manifests = parseManifests(newcomer.files()['analytics/manifests/dagster.k8s.yaml'] ?? '');
  expect(cluster.objects.map(idOf)).toEqual(manifests.map(idOf));
  return newcomer;
}

function idOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

const others = Object.keys(MANAGERS).filter((name) => name !== 'npm');

test.each(others.filter(isInstalled))('by hand, with %s, it installs, synthesizes and is applied', async (name) => {
  (await followReadme(name)).remove();
});

for (const name of others.filter((manager) => !isInstalled(manager)))
  test.skip(`by hand, with ${name}, which is not installed`, () => {});

describe('by hand, with npm', () => {
  let newcomer: Newcomer;

  beforeAll(async () => {
    newcomer = await followReadme('npm');
  });

  afterAll(() => newcomer.remove());

  test.each(['"type": "module",', '"type": "commonjs",', ''])(
    'it synthesizes with %j in its package.json',
    async (type) => {
      const manifest = newcomer.read('package.json');
      newcomer.write('package.json', manifest.replace(/^ {2}"type": .*\n/m, '').replace('{\n', `{\n  ${type}\n`));
      for (const node of [process.execPath, ...LATER.map(([, path]) => path)])
        expect(await newcomer.shell('npx cdk8s-dagster synth', { node })).toMatchObject({ status: 0, stderr: '' });
    },
  );

  test('every other block of TypeScript fits into it as it stands', async () => {
    const blocks = BLOCKS.filter(({ language, file }) => language === 'ts' && file === undefined);
    const [change, ...statements] = blocks.map(({ text }) => text);
    newcomer.write('change.ts', `import type { DagsterChartProps } from 'cdk8s-dagster';\n${change}`);
    const imports = `import { ComputeLogs, integer, open, RunLauncher, text, valuesIn } from 'cdk8s-dagster';\n`;
    const [main = ''] = files.map(({ text }) => text);
    await newcomer.shell('mkdir -p releases/eu && echo "dagster-webserver: {replicaCount: 2}" > releases/eu/oslo.yaml');
    newcomer.write('main.ts', imports + main.replace('app.synth();\n', `${statements.join('')}app.synth();\n`));
    expect(await newcomer.shell('npx cdk8s-dagster synth')).toMatchObject({ status: 0, stderr: '' });
    expect(Object.keys(newcomer.files())).toEqual(
      expect.arrayContaining([
        'analytics/values.yaml',
        'oslo/values.yaml',
        'production/manifests/dagster.k8s.yaml',
        'staging/values.yaml',
      ]),
    );
  });

  test('it is rejected for a type that changes nothing at run time, with the message of the compiler', async () => {
    const before = newcomer.files();
    newcomer.write('unused.ts', 'export const replicas: string = 2;\n');
    const { status, stderr } = await newcomer.shell('npx cdk8s-dagster synth');
    expect(status).toBe(1);
    expect(stderr).toBe(`unused.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.\n`);
    expect(newcomer.files()).toEqual(before);
    expect(await newcomer.shell('npx cdk8s-dagster synth --no-types')).toMatchObject({ status: 0, stderr: '' });
  });
});
