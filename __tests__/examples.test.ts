import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { byName } from './helm/render.js';
import { parseManifests } from './support/releases.js';
import { filesBelow, helm, ROOT, run, temporaryFolder } from './support/tools.js';

const EXAMPLES = join(ROOT, 'examples');
const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href;

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

  test('has a chart that renders the values of each release to its manifests', () => {
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

test('an app that is not Dagster takes at most 45 lines', () => {
  const lines = readFileSync(join(EXAMPLES, 'hello/main.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(45);
});
