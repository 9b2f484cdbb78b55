/**
 * What a person waits for: start-up of the app and of `cdk8s synth`, as ratios to a bare `node` and `cdk8s --help` in the
 * same run, since machines differ; and what each further release of an app costs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { DagsterApp, DagsterChart } from '../../lib/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dagster-bench-'));
const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', CDK8S_OUTDIR: join(folder, 'app') };

function run(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function render(releases: number): void {
  const app = new DagsterApp({ outdir: folder });
  for (let index = 0; index < releases; index += 1) new DagsterChart(app, `release-${index}`);
  app.render();
}

const cdk8s = 'node_modules/cdk8s-cli/bin/cdk8s';
const startUp = new Bench({ iterations: 8, time: 0, warmup: false })
  .add('node -e 0', () => run('-e', '0'))
  .add('the app', () => run('--import', 'tsx/esm', 'main.ts'))
  .add('cdk8s --help', () => run(cdk8s, '--help'))
  .add('cdk8s synth', () => run(cdk8s, 'synth', '--output', join(folder, 'cdk8s')));
const cost = new Bench({ iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 });
for (const releases of [1, 10, 100]) cost.add(`${releases} releases`, () => render(releases));

try {
  for (const bench of [startUp, cost]) {
    await bench.run();
    const medians = bench.tasks.map(({ name, result }) => {
      if (!('latency' in result)) throw new Error(`${name} failed`);
      return { name, median: result.latency.p50 };
    });
    const [first] = medians;
    console.table(
      medians.map(({ name, median }) => ({
        what: name,
        'median, ms': Math.round(median),
        [`times ${first?.name}`]: Number((median / (first?.median ?? 1)).toFixed(1)),
      })),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
