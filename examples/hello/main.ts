import { ApiObject } from 'cdk8s';
import { Component, HelmChart, integer, quantity, Release, ReleaseApp, text } from 'cdk8s-dagster/engine';
import type { Construct } from 'constructs';

const KEYS = {
  replicas: integer(1, 'Pods that run it.', { minimum: 1, maximum: 20 }),
  greeting: text('Hello', 'What it says.'),
  memory: quantity('64Mi', 'Memory of a pod.'),
};

/** A web server that says hello. */
class Web extends Component<typeof KEYS> {
  constructor(scope: Construct, id: string) {
    super(scope, id, { key: 'web', description: 'The web server.', keys: KEYS });
    const { replicas, greeting, memory } = this.knobs;
    const { releaseName } = this.release;
    const labels = { 'app.kubernetes.io/name': 'hello', 'app.kubernetes.io/instance': releaseName };
    const args = ['-listen=:8080', `-text=${greeting} from ${releaseName}`];
    const resources = { requests: { memory }, limits: { memory } };
    const containers = [{ name: 'web', image: 'docker.io/hashicorp/http-echo:1.0', args, resources }];
    const template = { metadata: { labels }, spec: { containers } };
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels } };
    new ApiObject(this, 'server', { ...deployment, spec: { replicas, selector: { matchLabels: labels }, template } });
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { labels } };
    new ApiObject(this, 'service', { ...service, spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] } });
  }
}

function hello(scope: Construct, id: string, values = {}): Release {
  const release = new Release(scope, id, { values });
  new Web(release, 'web');
  return release;
}

const app = new ReleaseApp();
hello(app, 'staging');
hello(app, 'production', { web: { replicas: 3, greeting: 'Good day' } });
new HelmChart(app, 'hello', { version: '1.0.0', release: (scope) => hello(scope, 'release') });
app.synth();
