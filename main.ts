import { DAGSTER_VERSION, DagsterApp, DagsterChart, PostgresPassword, type Preset } from './lib/index.js';

const presets: Preset[] = ['small', 'medium', 'large'];

const app = new DagsterApp();
for (const preset of presets) {
  const chart = new DagsterChart(app, preset, {
    preset,
    namespace: `dagster-${preset}`,
    createNamespace: true,
    postgresql: { password: PostgresPassword.createdInCluster() },
  });
  chart.userCode.addLocation({
    name: 'example',
    image: { repository: 'docker.io/dagster/user-code-example', tag: DAGSTER_VERSION },
    args: ['--python-file', '/example_project/example_repo/repo.py'],
  });
}
app.synth();
