import type { Construct } from 'constructs';
import { DagsterNetwork } from '../../../lib/dagster/network/dagster-network.js';
import { modelOf } from '../../../lib/engine/policy/kinds.js';
import { Conditional } from '../../../lib/engine/tree/presence.js';
import { either } from '../../../lib/engine/tree/token.js';
import { boolean, Component, DagsterApp, HelmChart, integer } from '../../../lib/index.js';
import { Autoscaler } from '../../../lib/kubernetes/autoscaling.js';
import { ServiceHttpRoute } from '../../../lib/kubernetes/http-route.js';
import { ServiceIngress } from '../../../lib/kubernetes/ingress.js';
import { selectorOf } from '../../../lib/kubernetes/labels.js';
import { NamespaceLimits } from '../../../lib/kubernetes/limit-range.js';
import { DisruptionBudget } from '../../../lib/kubernetes/pod-disruption-budget.js';
import { NamespaceQuota } from '../../../lib/kubernetes/quota.js';
import { inFolder, NAMESPACE, RELEASE, template } from '../../helm/render.js';
import { BareRelease } from '../../support/bare-release.js';
import { parseManifests } from '../../support/releases.js';

const KEYS = {
  enabled: boolean(true, 'Whether there is one.'),
  port: integer(5432, 'Of an external one.'),
};

/** A component that has everything of this folder, and a database that the values document decides. */
class Everything extends Component<typeof KEYS> {
  constructor(scope: Construct) {
    super(scope, 'everything', { key: 'database', description: 'The database.', keys: KEYS });
    const { enabled: embedded } = this.knobs;
    const port = either<number>(embedded, 5432, this.knobs.port);
    const role = { suffix: 'webserver', selector: selectorOf(this.release, 'webserver') };
    const network = new DagsterNetwork(this, 'network');
    const database = { embedded, port };
    network.limitSystem(this, {
      ...role,
      port: 3000,
      database,
      servers: { own: () => [3030], elsewhere: [4000] },
    });
    const postgres = { suffix: 'postgresql', selector: selectorOf(this.release, 'postgresql') };
    network.limitDatabase(new Conditional(this, 'embedded', embedded), postgres, 5432);
    new ServiceIngress(this, 'ingress', {
      ...role,
      portName: 'http',
      host: 'a.example.com',
      tls: { secretName: 'tls' },
    });
    new ServiceHttpRoute(this, 'route', { ...role, port: 80, parentRefs: [{ name: 'public' }] });
    new Autoscaler(this, 'autoscaler', { ...role, minReplicas: 2, maxReplicas: 4 });
    new DisruptionBudget(this, 'budget', { ...role, minAvailable: '50%' });
    new NamespaceQuota(this, 'quota', { hard: { pods: '50', 'requests.cpu': '8' } });
    new NamespaceLimits(this, 'limits', { max: { cpu: '4' } });
  }
}

function release(scope: Construct, values: object = {}): BareRelease {
  const bare = new BareRelease(scope, RELEASE, { namespace: NAMESPACE, values });
  new Everything(bare);
  return bare;
}

function byName(manifests: string): object {
  const objects = parseManifests(manifests).filter((object) => object !== null);
  return Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

test.each([
  [{}, 9],
  [{ database: { enabled: false, port: 6432 } }, 8],
])('the chart renders to what is synthesized, with the values %j', (values, count) => {
  const app = new DagsterApp({ outdir: 'unused' });
  release(app, values);
  const synthesized = byName(app.render().get(`${RELEASE}/manifests/bare.k8s.yaml`) ?? '');
  const chart = new HelmChart(new DagsterApp({ outdir: 'unused' }), 'bare', { version: '1.0.0', release });
  const { stderr, stdout } = inFolder(chart.chartFiles(), (folder) => template(folder, values));
  expect(stderr).toBe('');
  expect(byName(stdout)).toEqual(synthesized);
  expect(Object.keys(synthesized)).toHaveLength(count);
});

test('every kind but the Gateway API’s is checked against the schemas of Kubernetes', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  release(app);
  const objects = parseManifests(app.render().get(`${RELEASE}/manifests/bare.k8s.yaml`) ?? '');
  const unchecked = objects.filter(({ apiVersion, kind }) => modelOf(apiVersion, kind) === undefined);
  expect(unchecked.map(({ kind }) => kind)).toEqual(['HTTPRoute']);
});
