/**
 * Flux with image automation: it writes new tags into `releases/*.yaml`, beside the comments that name its policies. Server
 * and runs of a code location follow one key of these documents, and so change together.
 *
 * Staging is the chart with `releases/staging.yaml` over the values that were synthesized: a new release candidate is
 * in the cluster without anybody's doing. Production is manifests: Flux commits to a branch, a pipeline synthesizes there,
 * and somebody merges.
 */
import {
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  open,
  PostgresPassword,
  text,
  valuesIn,
} from 'cdk8s-dagster';
import { Flux } from './flux.js';

const IMAGE = 'registry.example.com/data/sales';

const props: DagsterChartProps = {
  preset: 'medium',
  createNamespace: true,
  postgresql: {
    // A values document of each release says its own.
    externalDatabase: { host: 'postgresql.databases.svc', port: 5432 },
    password: PostgresPassword.fromSecret({ name: 'dagster-database', key: 'password' }),
  },
  instance: { computeLogs: ComputeLogs.s3({ bucket: 'example-dagster-logs', region: 'eu-central-1' }) },
  userCode: {
    locations: [
      {
        name: 'sales',
        image: { repository: IMAGE, tag: open('images.sales.tag', text('1.4.0', 'Tag of the image of sales.')) },
        args: ['--module-name', 'sales.definitions'],
        pod: { imagePullSecrets: ['registry-credentials'] },
      },
    ],
  },
};

const app = new DagsterApp();
for (const file of valuesIn('releases')) new DagsterChart(app, file.release, { ...props, ...file });
new HelmChart(app, 'dagster', { version: '1.0.0', release: (scope) => new DagsterChart(scope, 'release', props) });

const flux = new Flux(app, 'flux');
flux.gitRepository('https://git.example.com/data/deployments.git');
flux.helmRelease('staging', './dist/charts/dagster', ['./dist/staging/values.yaml', './releases/staging.yaml']);
flux.kustomization('production');
flux.imageRepository('sales', IMAGE);
flux.imagePolicy('sales', 'sales', '>=1.4.0 <2.0.0', 'production');
flux.imagePolicy('sales-candidates', 'sales', '>=1.4.0-0 <2.0.0', 'staging');
flux.imageUpdates('staging', 'main');
flux.imageUpdates('production', 'image-updates');
app.synth();
