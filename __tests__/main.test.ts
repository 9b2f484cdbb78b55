import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DagsterApp } from '../lib/index.js';
import { PRESET_NAMES, presetChart } from './support/releases.js';
import { ROOT, run } from './support/tools.js';

const folder = mkdtempSync(join(tmpdir(), 'main-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What compiles TypeScript: ES modules alone, or CommonJS too. */
const LOADERS = {
  'tsx/esm': pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href,
  tsx: pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href,
};

function render(): Map<string, string> {
  const app = new DagsterApp({ outdir: 'unused' });
  for (const preset of PRESET_NAMES) presetChart(app, preset);
  return new Map(app.render());
}

/** The files that main.ts writes in a process of its own. */
function runMain(outdir: string, cwd: string, env: NodeJS.ProcessEnv): Map<string, string> {
  const { status, stderr } = run('node', [join(ROOT, 'packaging/run.js'), join(ROOT, 'main.ts')], {
    cwd,
    env: { ...process.env, ...env, CDK8S_OUTDIR: outdir },
  });
  expect([status, stderr]).toEqual([0, '']);
  const paths = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return new Map(paths.map((path) => [path, readFileSync(join(outdir, path), 'utf8')]));
}

test('the same input gives the same bytes', () => {
  const files = render();
  expect([...files.keys()]).toEqual(
    PRESET_NAMES.flatMap((preset) => [`${preset}/manifests/dagster.k8s.yaml`, `${preset}/values.yaml`]),
  );
  expect(render()).toEqual(files);
});

test('main.ts gives the same bytes in any time zone, language and working directory', () => {
  const east = runMain(join(folder, 'east'), folder, {
    TZ: 'Pacific/Kiritimati',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
  });
  const west = runMain(join(folder, 'west'), ROOT, { TZ: 'Pacific/Pago_Pago', LANG: 'C', LC_ALL: 'C', USER: 'nobody' });
  expect(east).toEqual(west);
  const releases = [...east].filter(([path]) => PRESET_NAMES.some((preset) => path.startsWith(`${preset}/`)));
  expect(new Map(releases)).toEqual(render());
});

describe('the Kubernetes schemas are in force when TypeScript is compiled on the way', () => {
  const script = join(folder, 'bad.mts');
  writeFileSync(
    script,
    `import { ApiObject, Chart } from ${JSON.stringify(pathToFileURL(join(ROOT, 'node_modules/cdk8s/lib/index.js')))};
    import { DagsterApp } from ${JSON.stringify(pathToFileURL(join(ROOT, 'lib/index.ts')))};
    for (const [kind, apiVersion] of [['Service', 'v1'], ['Ingress', 'networking.k8s.io/v1']]) {
      const app = new DagsterApp({ outdir: 'unused' });
      new ApiObject(new Chart(app, 'chart'), 'bad', { apiVersion, kind, metadata: { name: 'bad' }, spec: 5 });
      try { app.render(); } catch (error) { console.error(error.message); }
    }`,
  );
  const errorsUnder = (loader: keyof typeof LOADERS): string => {
    const { status, stderr } = run('node', ['--import', LOADERS[loader], script], { cwd: folder });
    expect(status).toBe(0);
    return stderr;
  };

  test('for all kinds with tsx/esm', () => {
    const stderr = errorsUnder('tsx/esm');
    expect(stderr).toContain('- chart: Service bad: spec: found 5; allowed: an object');
    expect(stderr).toContain('- chart: Ingress bad: spec: found 5; allowed: an object');
  });

  test('with tsx, which cannot load them, no object is accepted', () => {
    const stderr = errorsUnder('tsx');
    expect(stderr).toMatch(
      /chart: cannot load the schema of v1\/Service: .*; with tsx, run "node --import tsx\/esm"$/m,
    );
    expect(stderr).toMatch(/chart: cannot load the schema of networking\.k8s\.io\/v1\/Ingress: /m);
  });
});
