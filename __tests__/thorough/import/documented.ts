import { DIFFERENCES } from '../../../lib/dagster/import/report.js';

const PROCESS = /(webserver|webserver-read-only|daemon|location \S+|queue \S+|migrate)/.source;

const of = (what: string): RegExp => new RegExp(`^${PROCESS} ${what}`);

/** What may differ, by how the sentence begins that tells so in the report. */
interface Documented {
  readonly sentence: string;
  readonly differences: readonly RegExp[];
}

/** What may differ in what the charts render. */
export const DOCUMENTED: readonly Documented[] = [
  {
    sentence: 'Pods meet the pod-security level',
    differences: [of('(podSecurity|security)\\.\\S+: nothing → ')],
  },
  {
    sentence: 'What the values give no requests and limits',
    differences: [of('resources\\.\\S+: nothing → ')],
  },
  {
    sentence: 'Webserver, daemon and code locations have start-up and liveness probes',
    differences: [
      of('(startup|liveness|readiness)\\.\\S+: nothing → '),
      /^(webserver|webserver-read-only) readiness\.\S+: (3|20|1|10) → /,
      /^(webserver|webserver-read-only) \w+\.httpGet\.port: \d+ → "http"$/,
      /^(webserver|webserver-read-only) readiness\.httpGet\.path: /,
      /^location \S+ \w+\.exec\.command: \["dagster","api","grpc-health-check",.* → nothing$/,
      /^location \S+ readiness\.(failureThreshold: (1|15)|periodSeconds: 20|timeoutSeconds: 10|successThreshold: 1) → /,
      /^location \S+ readiness\.enabled: true → nothing$/,
      /^queue \S+ liveness\./,
    ],
  },
  {
    sentence: 'Each role has a ServiceAccount of its own',
    differences: [of('account: "analytics-dagster(-user-deployments-user-deployments)?" → "analytics-[\\w-]+"')],
  },
  {
    sentence: 'Objects are named',
    differences: [/^instance database\.postgres_db\.hostname: "analytics-postgresql" → "pipelines-postgresql"$/],
  },
  {
    sentence: 'Sidecars and init containers',
    differences: [of('initContainers: ')],
  },
  {
    sentence: 'An image with a digest keeps its tag',
    differences: [of('image: "(\\S+)@(\\S+)" → "\\2:\\S+@\\3"')],
  },
  {
    sentence: 'Secrets to pull images with',
    differences: [/^location \S+ pullSecrets: nothing → /],
  },
  {
    sentence: 'With Celery, all processes',
    differences: [
      of('env\\.DAGSTER_CELERY_(BROKER|BACKEND)_URL\\.valueFrom\\.secretKeyRef\\.\\w+: nothing → '),
      of('env\\.WORKER_STAGE\\.value: nothing → '),
      of('envFrom: .*"(celery|dagster-celery-config-secret)"'),
    ],
  },
  {
    sentence: 'How runs are queued and watched',
    differences: [/^instance (run_coordinator|run_monitoring|run_retries|schedules|sensors)\.\S+: nothing → /],
  },
  {
    sentence: '`useSsl: false` of logs in S3',
    differences: [/^instance compute_logs\.config\.(use_ssl: nothing → false|verify: true → nothing)$/],
  },
  {
    sentence: '`default_op_concurrency_limit` of',
    differences: [
      /^instance concurrency\.default_op_concurrency_limit: 4 → nothing$/,
      /^instance concurrency\.pools\.default_limit: nothing → 4$/,
    ],
  },
  {
    sentence: 'Settings that say what Dagster does anyway',
    differences: [/^instance run_monitoring\.\w+: (0|120) → nothing$/],
  },
  {
    sentence: 'The daemon counts a thread as hung',
    differences: [/^daemon env\.DAGSTER_DAEMON_HEARTBEAT_TOLERANCE\.value: "300" → nothing$/],
  },
];

/** What may differ in the Jobs that Dagster makes of runs. */
export const DOCUMENTED_OF_RUNS: readonly Documented[] = [
  {
    sentence: 'Pods meet the pod-security level',
    differences: [/^run \S+ (podSecurity|security)\.\S+: nothing → /],
  },
  {
    sentence: 'What the values give no requests and limits',
    differences: [/^run \S+ resources\.requests\.\S+: nothing → /],
  },
  {
    sentence: 'Images are pulled when they are not there',
    differences: [/^run \S+ pull: "Always" → "IfNotPresent"$/],
  },
  {
    sentence: 'Each role has a ServiceAccount of its own',
    differences: [/^run \S+ account: "analytics-dagster(-user-deployments-user-deployments)?" → "analytics-run"$/],
  },
  {
    sentence: 'An image with a digest keeps its tag',
    differences: [/^run \S+ image: "(\S+)@(\S+)" → "\1:\S+@\2"$/],
  },
  {
    sentence: 'Sidecars and init containers',
    differences: [/^run \S+ initContainers: .*"securityContext"/],
  },
  {
    sentence: 'Sidecars of a code location are not in its runs',
    differences: [/^run \S+ sidecars: \S+ → nothing$/],
  },
  {
    sentence: 'With Celery, all processes',
    differences: [/^run \S+ envFrom: .*"(celery|dagster-celery-config-secret)"/],
  },
  {
    sentence: 'Runs of a release without a password',
    differences: [/^run \S+ env\.DAGSTER_PG_PASSWORD\.valueFrom\.secretKeyRef\.\w+: "[\w-]+" → nothing$/],
  },
  {
    sentence: 'A Secret or ConfigMap that is optional',
    differences: [/^run \S+ envFrom: .*"optional":true/],
  },
  {
    sentence: '`serviceAccountName` and `automountServiceAccountToken` of the run launcher',
    differences: [
      /^run \S+ account: "[\w-]+" → "dagster-runs"$/,
      /^run \S+ pod\.automountServiceAccountToken: true → false$/,
    ],
  },
];

/** Differences held against those that are documented, all of which are met in the end. */
export class Documentation {
  private readonly met = new Set<RegExp>();

  constructor(private readonly all: readonly Documented[]) {}

  /** Those that no sentence tells of. */
  undocumented(found: readonly string[]): string[] {
    return found.filter((difference) => {
      const those = this.patterns.filter((pattern) => pattern.test(difference));
      for (const pattern of those) this.met.add(pattern);
      return those.length === 0;
    });
  }

  /** Sentences that are not in the report, and differences that no file has. */
  get idle(): (string | RegExp)[] {
    const untold = this.all.filter(({ sentence }) => !DIFFERENCES.some((text) => text.startsWith(sentence)));
    return [...untold.map(({ sentence }) => sentence), ...this.patterns.filter((pattern) => !this.met.has(pattern))];
  }

  private get patterns(): RegExp[] {
    return this.all.flatMap(({ differences }) => differences);
  }
}
