/**
 * Argo CD deploys code locations of several teams, each with accounts of its own: what the code of one team may do, in the
 * cloud and in the cluster, no other team's may.
 *
 * Servers only describe what there is, so the rights to do things are those of the runs.
 */
import {
  ArgoCd,
  type CodeLocationOptions,
  DagsterApp,
  DagsterChart,
  HelmChart,
  type KubernetesApiOptions,
  PostgresPassword,
  type ServiceAccountOptions,
} from 'cdk8s-dagster';
import type { Construct } from 'constructs';

/** The code location of a team. */
interface Team {
  readonly tag: string;
  /** What its sensors ask the cluster. @default - nothing, so its server has no token */
  readonly server?: KubernetesApiOptions;
  /** What its runs do in the cluster, beside launching steps. @default - nothing */
  readonly runs?: KubernetesApiOptions;
}

const SPARK: KubernetesApiOptions = {
  rules: [
    {
      apiGroups: ['sparkoperator.k8s.io'],
      resources: ['sparkapplications', 'sparkapplications/status'],
      verbs: ['create', 'delete', 'get', 'list', 'watch'],
    },
  ],
};

const TEAMS: Readonly<Record<string, Team>> = {
  finance: { tag: '3.2.0' },
  // A sensor looks whether Spark has finished, which the runs have started.
  research: {
    tag: '0.19.1',
    server: {
      rules: [{ apiGroups: ['sparkoperator.k8s.io'], resources: ['sparkapplications'], verbs: ['get', 'list'] }],
    },
    runs: SPARK,
  },
  // A ClusterRole that the platform keeps, bound in the namespace where models are served.
  models: { tag: '1.4.2', runs: { clusterRoles: ['kserve-models-edit'], namespaces: ['serving'] } },
};

const role = (name: string): ServiceAccountOptions => ({
  annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/dagster-${name}` },
});

function codeLocation(name: string, { tag, server, runs }: Team): CodeLocationOptions {
  return {
    name,
    image: { repository: `registry.example.com/${name}/dagster`, tag },
    args: ['--module-name', `${name}.definitions`],
    serviceAccount: role(name),
    kubernetesApi: server ?? false,
    runs: { serviceAccount: role(`${name}-runs`), ...(runs === undefined ? {} : { kubernetesApi: runs }) },
  };
}

function release(scope: Construct, id: string): DagsterChart {
  return new DagsterChart(scope, id, {
    preset: 'medium',
    createNamespace: true,
    labels: { 'example.com/owner': 'data-platform' },
    postgresql: {
      externalDatabase: { host: 'postgresql.databases.svc', port: 5432 },
      password: PostgresPassword.fromSecret({ name: 'dagster-database', key: 'password' }),
    },
    // Roles of accounts come as tokens, which takes no metadata server.
    networkPolicy: { metadataServers: false },
    userCode: { locations: Object.entries(TEAMS).map(([name, team]) => codeLocation(name, team)) },
  });
}

const app = new DagsterApp();
const production = release(app, 'dagster');
new HelmChart(app, 'data-platform', { version: '1.0.0', release: (scope) => release(scope, 'release') });
new ArgoCd(app, 'argocd', {
  repoURL: 'https://git.example.com/data/deployments.git',
  targetRevision: 'main',
  releases: [production],
  project: {
    name: 'data-platform',
    description: 'Dagster of all teams; its accounts are those of their roles in AWS.',
    syncWindows: [
      { kind: 'deny', schedule: '0 2 * * *', duration: '3h', manualSync: true, description: 'Nightly runs.' },
    ],
  },
  syncPolicy: { automated: true, prune: true, selfHeal: true, retries: 5 },
  finalizer: 'foreground',
});
app.synth();
