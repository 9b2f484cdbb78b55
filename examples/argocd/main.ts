import {
  ArgoCd,
  DAGSTER_VERSION,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  PostgresPassword,
} from 'cdk8s-dagster';

const repoURL = 'https://git.example.com/data/deployments.git';

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

const app = new DagsterApp();
const staging = new DagsterChart(app, 'staging', props);
const production = new DagsterChart(app, 'production', { ...props, preset: 'medium' });
const branch = new DagsterChart(app, 'branch', props);
new HelmChart(app, 'floe-dagster', {
  version: '1.0.0',
  release: (scope) => new DagsterChart(scope, 'release', props),
});

// From its manifests: each commit to main is synced at once.
new ArgoCd(app, 'argocd-staging', {
  repoURL,
  targetRevision: 'main',
  releases: [staging],
  syncPolicy: { automated: true, prune: true, selfHeal: true },
});

// From the chart with its values: somebody moves the tag and asks for the sync, but not on workdays.
new ArgoCd(app, 'argocd-production', {
  repoURL,
  targetRevision: 'production',
  releases: [production],
  source: 'chart',
  project: { syncWindows: [{ kind: 'deny', schedule: '0 6 * * mon-fri', duration: '12h', timeZone: 'Europe/Berlin' }] },
  notifications: [{ trigger: 'on-sync-failed', service: 'slack', recipients: ['data-platform'] }],
});

// In two clusters that Argo CD knows by these names, by one ApplicationSet.
new ArgoCd(app, 'argocd-fleet', {
  repoURL,
  targetRevision: 'main',
  releases: [branch],
  syncPolicy: { automated: true, prune: true },
  applicationSet: { clusters: { eu: { name: 'branch-eu' }, us: { name: 'branch-us' } } },
});
app.synth();
