import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DagsterApp, DagsterChart, type DagsterChartProps, HelmChart } from '../../lib/index.js';
import type { KubernetesObject } from '../support/releases.js';
import { helm, type Outcome } from '../support/tools.js';

export const RELEASE = 'test';
export const NAMESPACE = 'somewhere';

/** `helm template` of a chart in a folder, less its tests, which manifests do not have. */
export function template(folder: string, values: unknown, release = RELEASE): Outcome {
  const args = ['template', release, folder, '--namespace', NAMESPACE, '--skip-tests', '--values', '-'];
  return helm(args, JSON.stringify(values));
}

export function chartFiles(name: string, props: DagsterChartProps): ReadonlyMap<string, string> {
  const app = new DagsterApp({ outdir: 'unused' });
  return new HelmChart(app, name, {
    version: '1.0.0',
    release: (scope) => new DagsterChart(scope, 'release', props),
  }).chartFiles();
}

/** Runs something on files in a temporary folder. */
export function inFolder<T>(files: ReadonlyMap<string, string>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'dagster-chart-'));
  try {
    writeFiles(folder, files);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Objects by kind and name. */
export function byName(objects: readonly KubernetesObject[]): Readonly<Record<string, KubernetesObject>> {
  const there = objects.filter((object) => object !== null);
  return Object.fromEntries(there.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}
