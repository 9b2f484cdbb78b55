import type { Construct } from 'constructs';
import { DagsterApp, DagsterChart, type DagsterChartProps, HelmChart } from '../../lib/index.js';
import { EXAMPLE, find, type KubernetesObject, parseManifests } from '../support/releases.js';
import { helm } from '../support/tools.js';
import { inFolder } from './render.js';
import { expectSuccess } from './umbrella.js';

/** What the chart of the usual release renders to, its tests included. */
export function rendered(props: DagsterChartProps = {}, ...args: readonly string[]): KubernetesObject[] {
  const app = new DagsterApp({ outdir: 'unused' });
  const all = { ...props, userCode: { locations: [EXAMPLE] } };
  const release = (scope: Construct): DagsterChart => new DagsterChart(scope, 'release', all);
  const chart = new HelmChart(app, 'floe-dagster', { version: '1.0.0', release });
  app.render();
  const stdout = inFolder(chart.chartFiles(), (folder) => expectSuccess(helm(['template', 'test', folder, ...args])));
  return parseManifests(stdout).filter(Boolean);
}

/** The pod that `helm test` runs. */
export function testPod(props: DagsterChartProps = {}): KubernetesObject {
  return find(rendered(props), 'Pod', 'test-smoke-test');
}
