/**
 * One platform in three clouds and in a data centre: what differs is where logs and data are kept, and how pods are known there.
 *
 * Each cloud knows an account: EKS and AKS give it a token, GKE answers it from a metadata server. MinIO in the data centre
 * takes keys from a Secret. Network policies follow.
 */
import {
  AzureCredential,
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  type DagsterInstanceOptions,
  PostgresPassword,
  RunLauncher,
  type ServiceAccountOptions,
} from 'cdk8s-dagster';

/** A place that releases go to. */
interface Place {
  readonly registry: string;
  readonly database: string;
  /** Logs, and variables of all processes and runs. */
  readonly instance: DagsterInstanceOptions;
  /** What the I/O managers of the code read. */
  readonly data: Readonly<Record<string, string>>;
  /** What the accounts of pods say to the cloud. @default - it knows none */
  readonly identity?: ServiceAccountOptions;
  /** Labels by which the cloud finds pods. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

const MINIO = 'http://minio.storage.svc:9000';

const PLACES: Readonly<Record<string, Place>> = {
  aws: {
    registry: '111122223333.dkr.ecr.eu-central-1.amazonaws.com',
    database: 'dagster.c4x1example.eu-central-1.rds.amazonaws.com',
    instance: { computeLogs: ComputeLogs.s3({ bucket: 'example-dagster-logs', region: 'eu-central-1' }) },
    data: { LAKE: 's3://example-lake', AWS_REGION: 'eu-central-1' },
    identity: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/dagster' } },
  },
  google: {
    registry: 'europe-west3-docker.pkg.dev/example-data/images',
    database: '10.64.0.5',
    instance: { computeLogs: ComputeLogs.gcs({ bucket: 'example-dagster-logs' }) },
    data: { LAKE: 'gs://example-lake', GOOGLE_CLOUD_PROJECT: 'example-data' },
    identity: {
      annotations: { 'iam.gke.io/gcp-service-account': 'dagster@example-data.iam.gserviceaccount.com' },
    },
  },
  azure: {
    registry: 'exampledata.azurecr.io',
    database: 'example-dagster.postgres.database.azure.com',
    instance: {
      computeLogs: ComputeLogs.azureBlob({
        storageAccount: 'exampledagster',
        container: 'logs',
        // Of all that Azure's library would try, there is only the workload identity.
        credential: AzureCredential.default({ exclude_managed_identity_credential: true }),
      }),
    },
    data: { LAKE: 'abfss://lake@exampledagster.dfs.core.windows.net' },
    identity: { annotations: { 'azure.workload.identity/client-id': '6d0c1a52-7f3e-4b8a-9c41-2e5d8f7a1b36' } },
    labels: { 'azure.workload.identity/use': 'true' },
  },
  onpremises: {
    registry: 'registry.dc1.example.com/data',
    database: 'postgresql.dc1.example.com',
    instance: {
      computeLogs: ComputeLogs.s3({ bucket: 'dagster-logs', endpointUrl: MINIO, useSsl: false }),
      env: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({
        name,
        valueFrom: { secretKeyRef: { name: 'minio', key: name } },
      })),
    },
    data: { LAKE: 's3://lake', AWS_ENDPOINT_URL: MINIO },
  },
};

function propsOf(place: Place): DagsterChartProps {
  const { registry, database, instance, data, identity, labels } = place;
  const account = identity === undefined ? {} : { serviceAccount: identity };
  return {
    preset: 'medium',
    createNamespace: true,
    pod: labels === undefined ? {} : { labels },
    postgresql: {
      externalDatabase: { host: database, port: 5432 },
      password: PostgresPassword.fromSecret({ name: 'dagster-database', key: 'password' }),
    },
    webserver: account,
    daemon: account,
    runLauncher: RunLauncher.k8s(account),
    instance: { ...instance, storage: { params: { sslmode: 'require' } } },
    userCode: {
      ...account,
      locations: [
        {
          name: 'lake',
          image: { repository: `${registry}/lake`, tag: '7.2.1' },
          args: ['--module-name', 'lake.definitions'],
          env: Object.entries(data).map(([name, value]) => ({ name, value })),
        },
      ],
    },
  };
}

const app = new DagsterApp();
for (const [name, place] of Object.entries(PLACES)) new DagsterChart(app, `lake-${name}`, propsOf(place));
app.synth();
