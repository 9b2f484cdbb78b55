/**
 * Amazon EKS: an internal load balancer made by the AWS Load Balancer Controller, PostgreSQL in RDS, IAM roles for service
 * accounts, logs and data in S3, and a node pool of its own for runs.
 *
 * Production logs in to RDS by IAM and has no password at all; staging takes one from AWS Secrets Manager.
 */
import {
  CertificateAuthority,
  ComputeLogs,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  DatabaseAuth,
  HelmChart,
  PostgresPassword,
  RunCoordinator,
  RunLauncher,
  type ServiceAccountOptions,
} from 'cdk8s-dagster';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const VPC = '10.20.0.0/16';

/** The annotation by which EKS gives pods of an account a role; the trust policy of the role has to name the account. */
const irsa = (role: string): ServiceAccountOptions => ({
  annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/${role}` },
});

/** What staging and production have in common. @param stage what the names of AWS's own resources end with */
function onEks(stage: string): DagsterChartProps {
  const dagster = irsa(`dagster-${stage}`);
  return {
    createNamespace: true,
    webserver: {
      serviceAccount: dagster,
      podDisruptionBudget: {},
      ingress: {
        host: `dagster.${stage}.example.com`,
        className: 'alb',
        // TLS ends at the load balancer, with a certificate of ACM, and so needs no Secret.
        annotations: {
          'alb.ingress.kubernetes.io/scheme': 'internal',
          'alb.ingress.kubernetes.io/target-type': 'ip',
          'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS": 443}]',
          'alb.ingress.kubernetes.io/certificate-arn': `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/6f1c2b9e-3d47-4f0a-9a51-0c3b8f2d7e64`,
          'alb.ingress.kubernetes.io/healthcheck-path': '/server_info',
        },
      },
    },
    daemon: { serviceAccount: dagster },
    migration: { serviceAccount: dagster },
    // With targets of the type "ip", connections come from addresses of the load balancer in the VPC.
    networkPolicy: { webserverFrom: [{ ipBlock: { cidr: VPC } }] },
    userCode: {
      locations: [
        {
          name: 'sales',
          image: { repository: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/sales`, tag: '2024.11.3' },
          args: ['--module-name', 'sales.definitions'],
          // What its S3 I/O manager reads; runs get the variables and the role, too.
          env: [
            { name: 'SALES_BUCKET', value: `example-sales-${stage}` },
            { name: 'AWS_REGION', value: REGION },
          ],
          serviceAccount: irsa(`dagster-sales-${stage}`),
        },
      ],
    },
    runLauncher: RunLauncher.k8s({
      serviceAccount: dagster,
      resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } },
      ttlSecondsAfterFinished: 3600,
      pod: {
        nodeSelector: { 'karpenter.sh/nodepool': 'dagster-runs' },
        tolerations: [{ key: 'example.com/dagster-runs', operator: 'Exists', effect: 'NoSchedule' }],
        // Karpenter moves pods to cheaper nodes, which would end a run.
        annotations: { 'karpenter.sh/do-not-disrupt': 'true' },
      },
    }),
    instance: {
      computeLogs: ComputeLogs.s3({ bucket: `example-dagster-logs-${stage}`, region: REGION, uploadInterval: 30 }),
      runCoordinator: RunCoordinator.queued({ maxConcurrentRuns: 50 }),
      // A new node takes a while.
      runMonitoring: { startTimeoutSeconds: 900 },
    },
  };
}

const RDS_CERTIFICATES = CertificateAuthority.fromConfigMap({
  name: 'rds-certificates',
  key: 'eu-central-1-bundle.pem',
});

/** The database knows the pods by their role: `GRANT rds_iam TO dagster`, and `rds-db:connect` in the policy of the roles. */
function production(): DagsterChartProps {
  const shared = onEks('production');
  return {
    ...shared,
    preset: 'large',
    webserver: { ...shared.webserver, replicas: 2 },
    postgresql: {
      externalDatabase: { host: 'dagster.cluster-c4x1example.eu-central-1.rds.amazonaws.com', port: 5432 },
    },
    instance: {
      ...shared.instance,
      storage: { authProvider: DatabaseAuth.aws(REGION), certificateAuthority: RDS_CERTIFICATES },
    },
  };
}

function staging(): DagsterChartProps {
  const shared = onEks('staging');
  return {
    ...shared,
    postgresql: {
      externalDatabase: { host: 'dagster-staging.c4x1example.eu-central-1.rds.amazonaws.com', port: 5432 },
      // RDS keeps the password of its user in Secrets Manager, as a JSON with a property "password".
      password: PostgresPassword.fromExternalSecret({
        secretStore: { name: 'aws-secrets-manager', kind: 'ClusterSecretStore' },
        remoteKey: 'rds/dagster-staging',
        remoteProperty: 'password',
      }),
    },
    instance: { ...shared.instance, storage: { certificateAuthority: RDS_CERTIFICATES } },
  };
}

const app = new DagsterApp();
new DagsterChart(app, 'analytics-staging', { ...staging(), chart: false });
new DagsterChart(app, 'analytics', production());
new HelmChart(app, 'dagster', {
  version: '1.0.0',
  release: (scope) => new DagsterChart(scope, 'release', production()),
});
app.synth();
