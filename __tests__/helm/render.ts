import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkManifest } from '../../lib/engine/policy/check-manifest.js';
import { DagsterApp, DagsterChart, HelmChart, ValidationError } from '../../lib/index.js';
import { type KubernetesObject, parseManifests } from '../support/releases.js';
import { helm, type Outcome } from '../support/tools.js';
import type { Case } from './arbitraries.js';

export const RELEASE = 'test';
export const NAMESPACE = 'somewhere';

/** Objects by kind and name. */
export type Objects = Readonly<Record<string, KubernetesObject>>;

/** What the synthesizer makes of a case; what is wrong with it is thrown. */
export function synthesized({ props, values }: Case): Objects {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = DagsterChart.fromValues(app, RELEASE, values, { ...props, namespace: NAMESPACE });
  const objects: KubernetesObject[] = chart.toJson();
  const issues = objects.flatMap(checkManifest);
  if (issues.length > 0) throw new ValidationError(issues);
  return byName(objects);
}

/** What Helm makes of cases: each is a chart of its own, and all of them are parts of one chart that is rendered once. */
export function rendered(cases: readonly Case[], mutate: (text: string) => string = (text) => text): Objects[] {
  const charts = cases.map(({ props }, index) => chartFiles(`case-${index}`, props));
  const files = new Map([['Chart.yaml', 'apiVersion: v2\nname: all\nversion: 1.0.0\n']]);
  for (const [index, chart] of charts.entries()) {
    for (const [path, text] of chart) files.set(`charts/case-${index}/${path}`, mutate(text));
  }
  const values = Object.fromEntries(cases.map((one, index) => [`case-${index}`, one.values]));
  const { status, stdout, stderr } = inFolder(files, (folder) => template(folder, values));
  if (status !== 0) throw new Error(`helm template failed: ${stderr}`);
  const parts = cases.map(() => '');
  for (const document of stdout.split(/^---\n/m)) {
    const source = /^# Source: all\/charts\/case-(\d+)\//.exec(document);
    if (source !== null) parts[Number(source[1])] += `---\n${document}`;
  }
  return parts.map((part) => byName(parseManifests(part)));
}

/** `helm template` of a chart in a folder, less its tests, which manifests do not have. */
export function template(folder: string, values: unknown, release = RELEASE): Outcome {
  const args = ['template', release, folder, '--namespace', NAMESPACE, '--skip-tests', '--values', '-'];
  return helm(args, JSON.stringify(values));
}

export function chartFiles(name: string, props: Case['props']): ReadonlyMap<string, string> {
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
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function byName(objects: readonly KubernetesObject[]): Objects {
  const there = objects.filter((object) => object !== null);
  return Object.fromEntries(there.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}
