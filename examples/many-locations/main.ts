/**
 * Eight code locations from a table, behind PgBouncer, with secrets from Vault.
 *
 * The External Secrets operator copies most of them into Secrets; the Vault agent brings those of `payments` into its pods
 * alone, so that they are in no Secret at all.
 */
import { ApiObject, Chart } from 'cdk8s';
import {
  type CodeLocationOptions,
  DagsterApp,
  DagsterChart,
  HelmChart,
  PostgresPassword,
  RunCoordinator,
  RunLauncher,
} from 'cdk8s-dagster';
import type { Construct } from 'constructs';
import { PgBouncer } from './pgbouncer.js';

const REGISTRY = 'registry.example.com/data';
const VAULT = { name: 'vault', kind: 'ClusterSecretStore' } as const;

/** What the owners of a code location decide. */
interface Location {
  readonly team: string;
  readonly tag: string;
  /** What a run takes. */
  readonly run: 'light' | 'heavy';
  /** Whether Vault has secrets for it, at `dagster/<name>`. */
  readonly secrets?: 'operator' | 'agent';
  /** A folder that dbt writes to. */
  readonly dbt?: string;
}

const LOCATIONS: Readonly<Record<string, Location>> = {
  sales: { team: 'commerce', tag: '3.2.0', run: 'light', secrets: 'operator' },
  stock: { team: 'commerce', tag: '1.19.4', run: 'light', secrets: 'operator' },
  pricing: { team: 'commerce', tag: '0.8.1', run: 'heavy' },
  payments: { team: 'finance', tag: '2.0.7', run: 'light', secrets: 'agent' },
  ledger: { team: 'finance', tag: '5.4.0', run: 'light', secrets: 'operator', dbt: '/app/dbt' },
  marketing: { team: 'growth', tag: '2024.11.2', run: 'light', secrets: 'operator' },
  forecast: { team: 'science', tag: '1.0.0-rc.3', run: 'heavy' },
  features: { team: 'science', tag: '4.1.0', run: 'heavy', secrets: 'operator' },
};

const RUNS = {
  light: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  heavy: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '16Gi' } },
};

/** The agent writes `/vault/secrets/payments`, and ends before the code starts, since the Job of a run has to end, too. */
const VAULT_AGENT = {
  'vault.hashicorp.com/agent-inject': 'true',
  'vault.hashicorp.com/agent-pre-populate-only': 'true',
  'vault.hashicorp.com/role': 'dagster-payments',
  'vault.hashicorp.com/agent-inject-secret-payments': 'kv/data/dagster/payments',
};

function codeLocation(name: string, { team, tag, run, secrets, dbt }: Location): CodeLocationOptions {
  return {
    name,
    image: { repository: `${REGISTRY}/${name}`, tag },
    args: ['--module-name', `${name}.definitions`],
    envFrom: secrets === 'operator' ? [{ secretRef: { name: `location-${name}` } }] : [],
    writableCopies: dbt === undefined ? [] : [dbt],
    pod: { labels: { team }, annotations: secrets === 'agent' ? VAULT_AGENT : {} },
    // The agent logs in to Vault by the token of the pod's account, which is one of this location alone.
    kubernetesApi: secrets === 'agent',
    runs: { resources: RUNS[run] },
  };
}

/** A Secret `location-<name>` with all that Vault has at `dagster/<name>`. */
function secretOf(scope: Construct, name: string): void {
  new ApiObject(scope, `secret-${name}`, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: `location-${name}` },
    spec: {
      refreshInterval: '15m',
      secretStoreRef: VAULT,
      target: { name: `location-${name}` },
      dataFrom: [{ extract: { key: `dagster/${name}` } }],
    },
  });
}

function release(scope: Construct, id: string): DagsterChart {
  const chart = new DagsterChart(scope, id, {
    preset: 'medium',
    createNamespace: true,
    postgresql: {
      externalDatabase: { host: 'pgbouncer.databases.svc', port: 6432 },
      password: PostgresPassword.fromExternalSecret({
        secretStore: VAULT,
        remoteKey: 'dagster/postgresql',
        remoteProperty: 'password',
      }),
    },
    userCode: { locations: Object.entries(LOCATIONS).map(([name, location]) => codeLocation(name, location)) },
    // Limits of runs are those of the table.
    runLauncher: RunLauncher.k8s({ ttlSecondsAfterFinished: 3600 }),
    instance: { runCoordinator: RunCoordinator.queued({ maxConcurrentRuns: 40 }) },
  });
  for (const [name, { secrets }] of Object.entries(LOCATIONS)) if (secrets === 'operator') secretOf(chart, name);
  return chart;
}

const app = new DagsterApp();
new PgBouncer(new Chart(app, 'pgbouncer', { namespace: 'databases' }), 'pool', {
  host: 'postgres-1.db.example.com',
  database: 'dagster',
  // Each process of Dagster, and each run, has a handful of connections; the server is to see far fewer.
  maxClients: 1000,
  poolSize: 60,
  secretStore: VAULT,
});
release(app, 'dagster');
new HelmChart(app, 'data-platform', { version: '1.0.0', release: (scope) => release(scope, 'release') });
app.synth();
