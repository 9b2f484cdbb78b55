import { parse } from 'yaml';
import { DagsterApp, DagsterChart } from '../../lib/index.js';
import { parseManifests } from '../support/releases.js';

const STATEMENTS = `
const app = new DagsterApp();
const chart = new DagsterChart(app, 'analytics', { preset: 'medium', createNamespace: true });
chart.userCode.addLocation({
  name: 'etl',
  image: { repository: 'example.com/etl', tag: '1.2.3' },
  args: ['--module-name', 'etl.definitions'],
});
if (process.env.WRONG) {
  const spec = { schedule: 5, jobTemplate: {} };
  new ApiObject(chart, 'cron', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'cron' }, spec });
}
app.synth();
`;

/** An app of one release; with WRONG in the environment it holds an object that Kubernetes' schemas reject. */
export const ES_MODULE = `import { ApiObject } from 'cdk8s';
import { DagsterApp, DagsterChart } from 'cdk8s-dagster';
${STATEMENTS}`;

/** The same app. */
export const COMMONJS = `const { ApiObject } = require('cdk8s');
const { DagsterApp, DagsterChart } = require('cdk8s-dagster');
${STATEMENTS}`;

export const WRONG_SCHEDULE = 'CronJob cron: spec.schedule must be string';

/** The files that the app means. */
function meant(): Record<string, string> {
  const app = new DagsterApp({ outdir: 'unused' });
  const chart = new DagsterChart(app, 'analytics', { preset: 'medium', createNamespace: true });
  const image = { repository: 'example.com/etl', tag: '1.2.3' };
  chart.userCode.addLocation({ name: 'etl', image, args: ['--module-name', 'etl.definitions'] });
  return Object.fromEntries(app.render());
}

/** Checks what is in dist: the very files that the sources here give. */
export function expectRelease(files: Record<string, string>): void {
  const { '.cdk8s-dagster': record, ...others } = files;
  expect(record).toBeDefined();
  expect(others).toEqual(meant());
  expect(parse(others['analytics/values.yaml'] ?? '')).toMatchObject({ 'dagster-webserver': { replicaCount: 1 } });
  const objects = parseManifests(others['analytics/manifests/dagster.k8s.yaml'] ?? '');
  expect(objects[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'analytics' } });
}
