import { ApiObject, JsonPatch } from 'cdk8s';
import { DagsterApp, DagsterChart, HelmChart } from '../../lib/index.js';
import { chartFiles as files, inFolder } from '../helm/render.js';
import { errorsOf, find, parseManifests, usualChart, usualObjects } from '../support/releases.js';
import { helm } from '../support/tools.js';

const trafficDistribution = JsonPatch.add('/spec/trafficDistribution', 'PreferClose');

function rendered(chart: (app: DagsterApp) => DagsterChart) {
  const app = new DagsterApp({ outdir: 'unused' });
  chart(app);
  return parseManifests(app.render().get('test/manifests/dagster.k8s.yaml') ?? '');
}

test('any object can be patched in cdk8s’s own way', () => {
  const objects = rendered((app) => {
    const chart = usualChart({}, app);
    chart.findObject('Service', 'webserver').addJsonPatch(trafficDistribution);
    return chart;
  });
  expect(find(objects, 'Service', 'test-webserver').spec.trafficDistribution).toBe('PreferClose');
});

test('the chart has the same patches', () => {
  const release = (scope: ConstructorParameters<typeof DagsterChart>[0]) => {
    const chart = new DagsterChart(scope, 'release');
    chart.findObject('Service', 'webserver').addJsonPatch(trafficDistribution);
    return chart;
  };
  const chart = new HelmChart(new DagsterApp(), 'patched', { version: '1.0.0', release });
  const { stdout } = inFolder(chart.chartFiles(), (folder) => helm(['template', 'test', folder]));
  expect(find(parseManifests(stdout).filter(Boolean), 'Service', 'test-webserver').spec.trafficDistribution).toBe(
    'PreferClose',
  );
});

test('what a patch breaks is found before anything is written', () => {
  const errors = errorsOf(() =>
    rendered((app) => {
      const chart = usualChart({}, app);
      chart.findObject('Deployment', 'daemon').addJsonPatch(JsonPatch.replace('/spec/replicas', 'one'));
      return chart;
    }),
  );
  expect(errors).toEqual([expect.stringContaining('Deployment test-daemon')]);
});

test('a release takes objects of one’s own, of any kind', () => {
  const objects = rendered((app) => {
    const chart = usualChart({}, app);
    new ApiObject(chart, 'monitor', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'mine' },
    });
    return chart;
  });
  expect(find(objects, 'ServiceMonitor', 'mine').metadata.namespace).toBe('test');
});

test('an object that is not there is named, with those that are', () => {
  const chart = usualChart();
  expect(chart.tryFindObject('Deployment', 'web')).toBeUndefined();
  expect(() => chart.findObject('Deployment', 'web')).toThrow(
    'no Deployment "web" in test; allowed: user-code-example, webserver, daemon',
  );
});

test('a Namespace of one’s own making may allow more', () => {
  const objects = usualObjects({ createNamespace: { podSecurity: 'baseline', labels: { team: 'a' } } });
  expect(find(objects, 'Namespace', 'test').metadata.labels).toMatchObject({
    team: 'a',
    'pod-security.kubernetes.io/enforce': 'baseline',
    'pod-security.kubernetes.io/warn': 'restricted',
  });
});

test('a chart never brings a Namespace', () => {
  const { stdout } = inFolder(files('plain', { createNamespace: true }), (folder) =>
    helm(['template', 'test', folder]),
  );
  expect(stdout).not.toContain('kind: Namespace');
});
