/**
 * What a person waits for, and what a fleet costs, as ratios of one run, since machines differ: start-up against a bare
 * `node`, `cdk8s --help` and one `helm template`, in this repository and in one that has the package installed; each
 * release by the size of its fleet, against plain cdk8s with the same objects, `helm template` and `kubectl kustomize`.
 * `--long` measures 5,000 releases, too; `--write` does, and replaces docs/benchmark.md and its plot.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Bench } from 'tinybench';
import type { ConsumerRepo } from '../consumer/consumer-repo.js';
import { pathOf, ROOT } from '../support/tools.js';
import { installed } from './installed.js';
import { plot } from './plot.js';

interface Cost {
  readonly construct: number;
  readonly render: number;
  readonly write: number;
  readonly memory: number;
}

/** What is run where the package is installed. */
const ELSEWHERE = {
  app: 'installed: the app of one release',
  synth: 'installed: cdk8s-dagster synth',
  untyped: 'installed: cdk8s-dagster synth --no-types',
};

const folder = mkdtempSync(join(tmpdir(), 'dagster-bench-'));
const common = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
const sizes = [
  1,
  10,
  100,
  1_000,
  ...(process.argv.some((one) => one === '--long' || one === '--write') ? [5_000] : []),
];

function runIn(cwd: string, command: string, ...args: string[]): string {
  const env = { ...common, CDK8S_OUTDIR: join(folder, 'apps', basename(cwd)) };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const run = (command: string, ...args: string[]): string => runIn(ROOT, command, ...args);
const node = (...args: string[]): string => run(process.execPath, ...args);

function fleet(kind: 'ours' | 'cdk8s', releases: number): Cost {
  const output = join(folder, `${kind}-${releases}`);
  return JSON.parse(node('packaging/run.js', '__tests__/bench/fleet.ts', kind, `${releases}`, output));
}

/** Milliseconds of each release. */
function perRelease({ construct, render, write }: Cost, releases: number): number {
  return (construct + render + write) / releases;
}

/** Medians in milliseconds. @param repo another repository, where the package is installed */
async function processes(repo: ConsumerRepo): Promise<ReadonlyMap<string, number>> {
  const cdk8s = 'node_modules/cdk8s-cli/bin/cdk8s';
  const [helm, kubectl] = [pathOf('helm'), pathOf('kubectl')];
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [dagster.k8s.yaml]\n');
  run('cp', 'dist/small/manifests/dagster.k8s.yaml', folder);
  const command = 'node_modules/cdk8s-dagster/build/cli.cjs';
  const chart = ['small', 'dist/charts/floe-dagster', '--values', 'dist/small/values.yaml'];
  const bench = new Bench({ iterations: 3, time: 0, warmup: false })
    .add('node -e 0', () => void node('-e', '0'))
    .add('the app of main.ts', () => void node('packaging/run.js', 'main.ts'))
    .add('cdk8s --help', () => void node(cdk8s, '--help'))
    .add('cdk8s synth', () => void node(cdk8s, 'synth', '--output', join(folder, 'cdk8s')))
    .add('npm run synth', () => void run('npm', 'run', 'synth', '--', '--output', join(folder, 'ours')))
    .add(ELSEWHERE.app, () => void runIn(repo.path, process.execPath, '--import', 'tsx', 'main.ts'))
    .add(ELSEWHERE.synth, () => void runIn(repo.path, process.execPath, command, 'synth'))
    .add(ELSEWHERE.untyped, () => void runIn(repo.path, process.execPath, command, 'synth', '--no-types'))
    .add('helm template', () => void run(helm, 'template', ...chart))
    .add('kubectl kustomize', () => void run(kubectl, 'kustomize', folder));
  await bench.run();
  return new Map(
    bench.tasks.map(({ name, result }) => {
      if (!('latency' in result)) throw new Error(`${name} failed`);
      return [name, result.latency.p50];
    }),
  );
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`);
  return lines.join('');
}

function report(
  medians: ReadonlyMap<string, number>,
  fleets: readonly { size: number; ours: Cost; plain: Cost }[],
): string {
  const median = (name: string): number => medians.get(name) ?? Number.NaN;
  const times = (value: number, unit: number): string => (value / unit).toFixed(1);
  const units = ['node -e 0', 'cdk8s --help', 'helm template'];
  const startUp = [...medians].map(([name, value]) => [
    name,
    Math.round(value),
    ...units.map((unit) => times(value, median(unit))),
  ]);
  const costs = fleets.map(({ size, ours, plain }) => {
    const each = perRelease(ours, size);
    const against = [perRelease(plain, size), median('helm template'), median('kubectl kustomize')];
    return [
      size,
      each.toFixed(1),
      ...against.map((other) => times(each, other)),
      Math.round(ours.memory),
      Math.round(plain.memory),
    ];
  });
  const phases = fleets.map(({ size, ours }) => {
    const { construct, render, write } = ours;
    const share = (part: number): string => `${Math.round((100 * part) / (construct + render + write))}%`;
    return [size, share(construct), share(render), share(write)];
  });
  return [
    `# Benchmark\n\n\`npm run bench -- --write\` writes this; only ratios say something of another machine.\n`,
    `It ran on ${availableParallelism()} cores under a load of ${Math.round(loadavg()[0] ?? 0)}.\n\n`,
    `## Start-up\n\n\`npm run synth\` and \`cdk8s-dagster synth\` check types beside the synthesis, which \`cdk8s synth\` does not.\n\n${table(['process', 'median, ms', ...units.map((unit) => `times ${unit}`)], startUp)}\n`,
    `## A release of a fleet\n\nWithout the start of the process. A release of Helm or kustomize is one process.\n\n`,
    table(
      [
        'releases',
        'ms each',
        'times plain cdk8s',
        'times helm template',
        'times kubectl kustomize',
        'MB at most',
        'MB of plain cdk8s',
      ],
      costs,
    ),
    `\n![Milliseconds of each release](benchmark.svg)\n\n## Where the time goes\n\n`,
    table(['releases', 'constructs', 'checks and texts', 'files'], phases),
  ].join('');
}

const repo = installed();
try {
  const medians = await processes(repo);
  const fleets = sizes.map((size) => ({ size, ours: fleet('ours', size), plain: fleet('cdk8s', size) }));
  const text = report(medians, fleets);
  console.log(text);
  if (process.argv.includes('--write')) {
    const flat = ['helm template', 'kubectl kustomize'].map((name) => ({
      name,
      points: sizes.map((size) => [size, medians.get(name) ?? 0] as const),
    }));
    const lines = [
      { name: 'cdk8s-dagster', points: fleets.map(({ size, ours }) => [size, perRelease(ours, size)] as const) },
      { name: 'plain cdk8s', points: fleets.map(({ size, plain }) => [size, perRelease(plain, size)] as const) },
      ...flat,
    ];
    writeFileSync('docs/benchmark.svg', plot('Milliseconds of each release', 'ms', lines));
    writeFileSync('docs/benchmark.md', text);
  }
} finally {
  repo.remove();
  rmSync(folder, { recursive: true, force: true });
}
