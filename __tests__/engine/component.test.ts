import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component, choice, DagsterApp, DagsterChart, integer } from '../../lib/index.js';
import { errorsOf, find, parseManifests } from '../support/releases.js';

const KEYS = {
  port: integer(8080, 'Port of the gateway.', { minimum: 1 }),
  mode: choice('http', 'What it understands.', ['http', 'tcp']),
};

/** As another package would define one. */
class Gateway extends Component<typeof KEYS> {
  constructor(scope: Construct, id = 'gateway', key = 'gateway') {
    super(scope, id, {
      key,
      description: 'The gateway.',
      keys: KEYS,
      schema: {
        not: { properties: { port: { const: 80 }, mode: { const: 'tcp' } }, required: ['port', 'mode'] },
        $comment: 'port 80 for http',
      },
      contract: { schema: { type: 'object' } },
    });
    new ApiObject(this, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${this.release.releaseName}-${id}` },
      spec: { selector: { app: 'gateway' }, ports: [{ name: this.knobs.mode, port: this.knobs.port }] },
    });
  }
}

function chartWith(values: object, build = (chart: DagsterChart): unknown => new Gateway(chart)): DagsterChart {
  const chart = DagsterChart.fromValues(new DagsterApp({ outdir: 'unused' }), 'test', values);
  build(chart);
  return chart;
}

function render(chart: DagsterChart): ReadonlyMap<string, string> {
  const app = chart.node.root;
  return app instanceof DagsterApp ? app.render() : new Map();
}

test('a component of another package contributes a slice, which follows the contract’s keys', () => {
  const { values } = chartWith({});
  expect(Object.keys(values).slice(-2)).toEqual(['postgresql', 'gateway']);
  expect(values.gateway).toStrictEqual({ port: 8080, mode: 'http' });
});

test('a component is found wherever it stands in the tree', () => {
  expect(chartWith({}, (chart) => new Gateway(chart.webserver)).values.gateway).toStrictEqual({
    port: 8080,
    mode: 'http',
  });
});

test.each([
  [{}, { name: 'http', port: 8080 }],
  [{ gateway: { port: 81 } }, { name: 'http', port: 81 }],
  [{ gateway: { port: null, mode: 'tcp' } }, { name: 'tcp', port: 8080 }],
  [{ gateway: null }, { name: 'http', port: 8080 }],
])('a knob has the value that the document %j gives', (values, port) => {
  const text = render(chartWith(values)).get('test/manifests/dagster.k8s.yaml') ?? '';
  expect(find(parseManifests(text), 'Service', 'test-gateway').spec.ports).toEqual([port]);
});

test.each([
  [{ prot: 1 }, 'gateway.prot: unknown key "prot"; allowed: port, mode; did you mean "port"?'],
  [{ port: 0 }, 'gateway.port: found 0; allowed: integer, at least 1'],
  [{ mode: 'udp' }, 'gateway.mode: found "udp"; allowed: string, one of ["http","tcp"]'],
  [{ port: 80, mode: 'tcp' }, 'gateway: found {"port":80,"mode":"tcp"}; allowed: port 80 for http'],
])('rejects %j in its slice', (gateway, error) => {
  expect(errorsOf(() => render(chartWith({ gateway })))).toEqual([`test: ${error}`]);
  expect(errorsOf(() => chartWith({ gateway }).values)).toEqual([error]);
});

test('rejects two components that contribute one key', () => {
  const chart = chartWith({}, (release) => [new Gateway(release, 'one'), new Gateway(release, 'two')]);
  expect(errorsOf(() => render(chart))).toEqual([
    'test: gateway: two components contribute this key; allowed: one each',
  ]);
});

test('rejects a component that contributes a key of the contract', () => {
  const chart = chartWith({}, (release) => new Gateway(release, 'mine', 'postgresql'));
  expect(errorsOf(() => render(chart))).toContain(
    'test: postgresql: two components contribute this key; allowed: one each',
  );
});

test('rejects a component outside of a release', () => {
  expect(() => new Gateway(new DagsterApp({ outdir: 'unused' }))).toThrow(
    'gateway is in no release; create it below a',
  );
});

test('the schema that the components compose has the component’s fragment', () => {
  expect(chartWith({}).contractSchema).toHaveProperty('properties.gateway', { type: 'object' });
  expect(chartWith({}).strictSchema).toHaveProperty('properties.gateway.properties.port', {
    description: 'Port of the gateway.',
    type: ['integer', 'null'],
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 8080,
  });
});
