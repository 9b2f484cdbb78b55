import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, JsonPatch, YamlOutputType } from 'cdk8s';
import { DagsterApp, DagsterChart, HelmChart } from '../../lib/index.js';
import { chartFiles as files, inFolder } from '../helm/render.js';
import { errorsOf, find, parseManifests, podsOf, usualChart, usualObjects } from '../support/releases.js';
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

test('an object of what is off is found, patched and not written, in an app of this package and in a plain one', () => {
  const values = { 'dagster-webserver': { enabled: false } };
  for (const app of [new DagsterApp({ outdir: 'unused' }), new App({ outdir: 'unused' })]) {
    const chart = usualChart({ values }, app);
    chart.findObject('Service', 'webserver').addJsonPatch(trafficDistribution);
    const names = parseManifests(app.synthYaml()).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toContain('Deployment test-daemon');
    expect(names.filter((name) => name.includes('webserver') && !name.startsWith('NetworkPolicy'))).toEqual([]);
  }
});

test('rejects a plain app that writes each object by itself, past the release', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'plain-app-'));
  const app = new App({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
  usualChart({}, app);
  expect(() => app.synth()).toThrow(
    '[test] yamlOutputType: found "FOLDER_PER_CHART_FILE_PER_RESOURCE"; allowed: any other',
  );
  rmSync(outdir, { recursive: true });
});

test('quantities are in canonical form wherever they come from: sidecars, volumes, patches', () => {
  const resources = { limits: { cpu: '1000m', memory: '1024Mi' } };
  const objects = rendered((app) => {
    const chart = usualChart(
      {
        webserver: {
          pod: { sidecars: [{ name: 'proxy', image: 'proxy:1', resources }] },
          volumes: [{ name: 'cache', emptyDir: { sizeLimit: '2048Mi' } }],
        },
      },
      app,
    );
    const path = '/spec/template/spec/containers/0/resources';
    chart.findObject('Deployment', 'daemon').addJsonPatch(JsonPatch.replace(path, resources));
    return chart;
  });
  const pod = (name: string) => find(objects, 'Deployment', name).spec.template.spec;
  const canonical = { limits: { cpu: '1', memory: '1Gi' } };
  expect(pod('test-webserver').containers[1].resources).toEqual(canonical);
  expect(pod('test-webserver').volumes.at(-1).emptyDir.sizeLimit).toBe('2Gi');
  expect(pod('test-daemon').containers[0].resources).toEqual(canonical);
});

test('what is given as undefined is not given', () => {
  const webserver = { pathPrefix: '/dagster', ingress: { host: 'a.example.com', path: undefined } };
  const ingress = find(usualObjects({ webserver }), 'Ingress', 'test-webserver');
  expect(ingress.spec.rules[0].http.paths[0].path).toBe('/dagster');
});

test('every object has the labels of its release, and no pod has', () => {
  const objects = usualObjects({ labels: { team: 'data' }, nameOverride: 'dagster' });
  expect(objects.filter(({ metadata }) => metadata.labels?.team !== 'data')).toEqual([]);
  expect(podsOf(objects).filter(({ labels }) => 'team' in labels)).toEqual([]);
});

test('a name may stand between the release’s and the object’s, in names and in what refers to them', () => {
  const objects = usualObjects({ nameOverride: 'dagster' });
  expect(find(objects, 'Service', 'test-dagster-webserver').spec.selector).toEqual({
    'app.kubernetes.io/name': 'dagster',
    'app.kubernetes.io/instance': 'test',
    'app.kubernetes.io/component': 'webserver',
  });
  const workspace = find(objects, 'ConfigMap', 'test-dagster-workspace').data['workspace.yaml'];
  expect(workspace).toContain('host: "test-dagster-user-code-example"');
});
