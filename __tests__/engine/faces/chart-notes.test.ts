import { HelmChart, Release, ReleaseApp } from '../../../lib/engine/index.js';

test('a chart with nothing to tell has no file of notes', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  const chart = new HelmChart(app, 'chart', { version: '1.0.0', release: (scope) => new Release(scope, 'release') });
  expect([...chart.chartFiles().keys()]).not.toContain('templates/NOTES.txt');
});
