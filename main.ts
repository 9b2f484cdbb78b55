import {
  DAGSTER_VERSION,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  PostgresPassword,
  type Preset,
} from './lib/index.js';

const props: DagsterChartProps = {
  createNamespace: true,
  postgresql: { password: PostgresPassword.createdInCluster() },
  userCode: {
    locations: [
      {
        name: 'example',
        image: { repository: 'docker.io/dagster/user-code-example', tag: DAGSTER_VERSION },
        args: ['--python-file', '/example_project/example_repo/repo.py'],
      },
    ],
  },
};
const presets: Preset[] = ['small', 'medium', 'large'];

const app = new DagsterApp();
for (const preset of presets) {
  new DagsterChart(app, preset, { ...props, preset, namespace: `dagster-${preset}` });
}
new HelmChart(app, 'floe-dagster', {
  version: '0.1.0',
  appVersion: DAGSTER_VERSION,
  description: 'Dagster on Kubernetes: webserver, daemon, code locations and PostgreSQL.',
  keywords: ['dagster', 'data', 'orchestration'],
  sources: ['https://github.com/dagster-io/dagster'],
  annotations: { 'artifacthub.io/license': 'Apache-2.0' },
  release: (scope) => new DagsterChart(scope, 'release', props),
});
app.synth();
