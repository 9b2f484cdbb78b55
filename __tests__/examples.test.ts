import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { byName } from './helm/render.js';
import { EXAMPLE_NAMES, EXAMPLES, LOADER, synthesizeExamples } from './support/examples.js';
import { parseManifests } from './support/releases.js';
import { filesBelow, helm, ROOT, run, temporaryFolder } from './support/tools.js';

const FLEET = join(EXAMPLES, 'fleet');

import.meta.jest.setTimeout(300_000);

const fresh = synthesizeExamples();

afterAll(() => rmSync(fresh.folder, { recursive: true }));

test('every example is synthesized', () => {
  expect(fresh.failed).toEqual({});
});

describe.each(EXAMPLE_NAMES)('the example %s', (name) => {
  const folder = join(EXAMPLES, name, 'dist');
  const dist = filesBelow(folder);
  const chart = existsSync(join(folder, 'charts')) ? readdirSync(join(folder, 'charts'))[0] : undefined;

  test('writes what is committed in its dist', () => {
    expect(filesBelow(join(fresh.folder, name))).toEqual(dist);
  });

  if (chart !== undefined)
    test('has a chart that renders the values of its releases to their manifests', () => {
      const releases = readdirSync(folder).filter((release) => rendersBy(chart, release, dist));
      expect(releases.length).toBeGreaterThan(0);
      for (const release of releases) {
        const [[, manifests = ''] = []] = Object.entries(dist).filter(([path]) =>
          path.startsWith(`${release}/manifests/`),
        );
        // A chart leaves the namespace to whoever installs it.
        const objects = parseManifests(manifests).filter(({ kind }) => kind !== 'Namespace');
        const namespace = objects[0]?.metadata.namespace ?? release;
        const values = ['--values', join(folder, release, 'values.yaml')];
        const args = ['template', release, join(folder, 'charts', chart), '--skip-tests', '--namespace', namespace];
        const { stdout, stderr } = helm([...args, ...values]);
        expect(stderr).toBe('');
        expect(byName(parseManifests(stdout))).toEqual(byName(objects));
      }
    });
});

/** Whether a file says that its release is one of a chart. */
function rendersBy(chart: string, release: string, dist: Readonly<Record<string, string>>): boolean {
  return dist[`${release}/values.yaml`]?.includes(` for the Helm chart ${chart};`) ?? false;
}

describe('a fleet', () => {
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs a file of the example where its releases are. */
  const inFleet = (file: string, ...args: readonly string[]): void => {
    const env = { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json') };
    const { status, stderr } = run('node', ['--import', LOADER, join(FLEET, file), ...args], { cwd: folder, env });
    expect([status, stderr]).toEqual([0, '']);
  };

  /** When each file of the output was written. */
  const times = (): Map<string, number> => {
    const paths = Object.keys(filesBelow(join(folder, 'dist')));
    return new Map(paths.map((path) => [path, statSync(join(folder, 'dist', path)).mtimeMs]));
  };

  test('is generated as it is committed', () => {
    inFleet('generate.ts');
    expect(filesBelow(join(folder, 'releases'))).toEqual(filesBelow(join(FLEET, 'releases')));
  });

  test('has as many releases as there are values documents, and writes only those that change', () => {
    inFleet('generate.ts', '24');
    inFleet('main.ts');
    const before = times();
    expect(before.size).toBe(2 * 24 + 1);
    appendFileSync(join(folder, 'releases/us/site-0002.yaml'), 'dagster-daemon:\n  enabled: false\n');
    inFleet('main.ts');
    const changed = [...times()].filter(([path, time]) => before.get(path) !== time).map(([path]) => path);
    expect(changed).toEqual(['site-0002/manifests/dagster.k8s.yaml', 'site-0002/values.yaml']);
  });
});

test('with Flux, a tag beside the mark of a policy reaches the server and the runs of its code location', () => {
  const folder = temporaryFolder();
  for (const part of ['releases', 'dist/charts'])
    cpSync(join(EXAMPLES, 'flux', part), join(folder, part), { recursive: true });
  const images = (text: string): unknown[] =>
    parseManifests(text)
      .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith('-user-code-sales'))
      .flatMap(({ spec }) => spec.template.spec.containers)
      .map(({ image, env }) => [
        image,
        env.find(({ name }: { name: string }) => name === 'DAGSTER_CURRENT_IMAGE').value,
      ]);
  const sales = (tag: string): unknown[] => [Array(2).fill(`registry.example.com/data/sales:${tag}`)];

  const marked = /tag: "[^"]*"(?= # {"\$imagepolicy": "flux-system:(?:sales|sales-candidates):tag"}$)/m;
  for (const release of ['staging', 'production']) {
    const file = join(folder, 'releases', `${release}.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(marked, 'tag: "1.9.1"'));
  }
  const [values, written] = ['dist/staging/values.yaml', 'releases/staging.yaml'];
  const files = ['--values', join(EXAMPLES, 'flux', values), '--values', join(folder, written)];
  const { stdout } = helm(['template', 'staging', join(folder, 'dist/charts/dagster'), ...files]);
  expect(images(stdout)).toEqual(sales('1.9.1'));

  const env = { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json') };
  const { stderr } = run('node', ['--import', LOADER, join(EXAMPLES, 'flux/main.ts')], { cwd: folder, env });
  expect(stderr).toBe('');
  const production = readFileSync(join(folder, 'dist/production/manifests/dagster.k8s.yaml'), 'utf8');
  expect(images(production)).toEqual(sales('1.9.1'));
  rmSync(folder, { recursive: true });
});

test('an app that is not Dagster takes at most 45 lines', () => {
  const lines = readFileSync(join(EXAMPLES, 'hello/main.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(45);
});
