/** A fleet in a process of its own: `fleet.ts ours|cdk8s <releases> <folder>` prints what it costs, as JSON. */
import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { writeFolder } from '../../lib/engine/faces/folder.js';
import { DagsterApp, DagsterChart } from '../../lib/index.js';

const [kind, count = '', outdir = ''] = process.argv.slice(2);
const manifests = readFileSync('dist/small/manifests/dagster.k8s.yaml', 'utf8');
const objects = parseAllDocuments(manifests).map((document) => document.toJS());
const app =
  kind === 'ours'
    ? new DagsterApp({ outdir })
    : new App({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
const times = [performance.now()];
for (let index = 0; index < Number(count); index += 1) {
  if (kind === 'ours') new DagsterChart(app, `release-${index}`);
  else {
    const chart = new Chart(app, `release-${index}`);
    for (const [position, object] of objects.entries()) new ApiObject(chart, `${position}`, object);
  }
}
times.push(performance.now());
const files = app instanceof DagsterApp ? app.render() : undefined;
times.push(performance.now());
if (files === undefined) app.synth();
else writeFolder(outdir, files);
times.push(performance.now());
const [construct = 0, render = 0, write = 0] = times.slice(1).map((time, index) => time - (times[index] ?? 0));
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ construct, render, write, memory: maxRSS / 1024 }));
