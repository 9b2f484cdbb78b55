/** The app, as the README has it. */
export const MAIN = `import { DagsterApp, DagsterChart, PostgresPassword } from 'cdk8s-dagster';

const app = new DagsterApp();
const chart = new DagsterChart(app, 'analytics', {
  preset: 'medium',
  createNamespace: true,
  postgresql: { password: PostgresPassword.createdInCluster() },
});
chart.userCode.addLocation({
  name: 'etl',
  image: { repository: 'registry.example.com/etl', tag: '1.4.0' },
  args: ['--module-name', 'etl.definitions'],
});
app.synth();
`;

/** Its test, which Node.js runs by itself. */
export const TEST = `import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { Yaml } from 'cdk8s';

// The app writes into a folder of its own, so that dist stays as it has been committed.
const folder = mkdtempSync(join(tmpdir(), 'dist-'));
process.env.CDK8S_OUTDIR = folder;
await import('./main.js');
after(() => rmSync(folder, { recursive: true }));

/** Every file below a folder: its text, by its path. */
function filesBelow(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

test('dist is what main.ts writes: npm run synth brings it up to date', () => {
  const committed = filesBelow('dist');
  for (const [path, text] of Object.entries(filesBelow(folder))) assert.equal(committed[path], text);
});

test('the code location etl runs its own image', () => {
  const objects = Yaml.load(join(folder, 'analytics/manifests/dagster.k8s.yaml'));
  const etl = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'analytics-user-code-etl');
  assert.equal(etl.spec.template.spec.containers[0].image, 'registry.example.com/etl:1.4.0');
});
`;
