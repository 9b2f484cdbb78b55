import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { byName } from './helm/render.js';
import { parseManifests } from './support/releases.js';
import { filesBelow, helm, ROOT, run, temporaryFolder } from './support/tools.js';

const EXAMPLES = join(ROOT, 'examples');
const FLEET = join(EXAMPLES, 'fleet');
const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href;

import.meta.jest.setTimeout(60_000);

describe.each(readdirSync(EXAMPLES))('the example %s', (name) => {
  const folder = join(EXAMPLES, name);
  const dist = filesBelow(join(folder, 'dist'));

  test('writes what is committed in its dist', () => {
    const outdir = temporaryFolder();
    const env = { ...process.env, CDK8S_OUTDIR: outdir };
    const { status, stderr } = run('node', ['--import', LOADER, 'main.ts'], { cwd: folder, env });
    expect([status, stderr]).toEqual([0, '']);
    expect(filesBelow(outdir)).toEqual(dist);
  });

  test('has charts, if any, that render the values of each release to its manifests', () => {
    if (!existsSync(join(folder, 'dist/charts'))) return;
    const [chart = ''] = readdirSync(join(folder, 'dist/charts'));
    const releases = readdirSync(join(folder, 'dist'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && `${entry.name}/values.yaml` in dist)
      .map((entry) => entry.name);
    expect(releases.length).toBeGreaterThan(1);
    for (const release of releases) {
      const [manifests = ''] = readdirSync(join(folder, 'dist', release, 'manifests'));
      const text = readFileSync(join(folder, 'dist', release, 'manifests', manifests), 'utf8');
      const path = join(folder, 'dist/charts', chart);
      const values = join(folder, 'dist', release, 'values.yaml');
      const options = ['--skip-tests', '--namespace', release];
      const { stdout, stderr } = helm(['template', release, path, ...options, '--values', values]);
      expect(stderr).toBe('');
      // A chart leaves the namespace to whoever installs it.
      const objects = parseManifests(text).filter(({ kind }) => kind !== 'Namespace');
      expect(byName(parseManifests(stdout))).toEqual(byName(objects));
    }
  });
});

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

test('an app that is not Dagster takes at most 45 lines', () => {
  const lines = readFileSync(join(EXAMPLES, 'hello/main.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(45);
});
