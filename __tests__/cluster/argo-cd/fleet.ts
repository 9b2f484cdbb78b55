import { join } from 'node:path';
import {
  ArgoCd,
  type ArgoCdProps,
  type CodeLocationOptions,
  DAGSTER_VERSION,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  HelmChart,
  PostgresPassword,
  type Preset,
} from '../../../lib/index.js';
import type { Repository } from '../git/repository.js';

/** What a commit says of the releases. */
export interface FleetProps {
  readonly preset: Preset;
  /** The tag of the image of Dagster. */
  readonly tag: string;
  /** The tag of the image of the code. @default - that of Dagster */
  readonly codeTag?: string;
  /** The names of the code locations. */
  readonly locations: readonly string[];
  /** Whether there is the release of the ApplicationSet. @default true */
  readonly branch?: boolean;
}

/** Many releases share the processor of one node. */
const RESOURCES = { requests: { cpu: '20m' } };
const CHART = 'floe-dagster';

/** The namespace of the Argo CD of a fleet. */
export const ARGO_CD = 'argo-cd';
/** The Applications of a fleet; that of the manifests has the name that Dagster itself labels runs with. */
export const BY_MANIFESTS = 'dagster';
export const BY_CHART = 'charted';
export const BY_SET = 'branch-eu';

/** Replaces the releases in the working tree of a repository: one of manifests, one of the chart, one of an ApplicationSet. */
export function writeFleet({ tree, url }: Repository, props: FleetProps): void {
  const { preset, tag, codeTag = tag, locations, branch = true } = props;
  const release: DagsterChartProps = {
    preset,
    createNamespace: true,
    image: { repository: 'docker.io/dagster/dagster-celery-k8s', tag },
    migration: {},
    postgresql: { password: PostgresPassword.createdInCluster() },
    webserver: { resources: RESOURCES, podDisruptionBudget: {}, ingress: { host: 'dagster.example.com' } },
    userCode: { resources: RESOURCES, locations: locations.slice(1).map((name) => location(name, codeTag)) },
    daemon: { enabled: false },
    resourceQuota: { hard: { pods: '100' } },
    limitRange: { defaults: { memory: '1Gi' } },
  };
  const argoCd: Omit<ArgoCdProps, 'releases'> = {
    namespace: ARGO_CD,
    repoURL: url,
    targetRevision: 'main',
    syncPolicy: { automated: true, prune: true, selfHeal: true, retries: 1 },
  };
  const app = new DagsterApp({ outdir: join(tree, 'dist') });
  new HelmChart(app, CHART, { version: '1.0.0', release: (scope) => new DagsterChart(scope, 'release', release) });
  const whole = new DagsterChart(app, BY_MANIFESTS, {
    ...release,
    chart: false,
    daemon: { resources: RESOURCES },
    userCode: { resources: RESOURCES, locations: locations.map((name) => location(name, codeTag)) },
  });
  new ArgoCd(app, 'argocd-manifests', { ...argoCd, releases: [whole] });
  new ArgoCd(app, 'argocd-chart', {
    ...argoCd,
    releases: [new DagsterChart(app, BY_CHART, release)],
    source: 'chart',
    syncPolicy: { ...argoCd.syncPolicy, syncOptions: ['ServerSideApply=true'] },
  });
  if (branch)
    new ArgoCd(app, 'argocd-set', {
      ...argoCd,
      releases: [new DagsterChart(app, 'branch', release)],
      finalizer: 'foreground',
      applicationSet: { clusters: { eu: { server: 'https://kubernetes.default.svc' } } },
    });
  app.synth();
}

function location(name: string, tag: string): CodeLocationOptions {
  const image = { repository: 'docker.io/dagster/user-code-example', tag };
  return { name, image, args: ['--python-file', '/example_project/example_repo/repo.py'] };
}

/** What is deployed first, and then. */
export const FIRST: FleetProps = { preset: 'small', tag: DAGSTER_VERSION, locations: ['example', 'second'] };
export const SECOND: FleetProps = { preset: 'medium', tag: 'next', locations: ['example', 'third'] };
