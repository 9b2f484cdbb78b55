import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DAGSTER_VERSION } from '../../../lib/index.js';
import { find, type KubernetesObject } from '../../support/releases.js';
import { Namespace } from './namespace.js';

const script = (name: string) => readFileSync(join(import.meta.dirname, '../project', name), 'utf8');
const JOBS = script('run_jobs.py');
const INSTANCES = script('read_instances.py');

/** A run, as the launchers of Dagster know it. */
export interface Run {
  /** Of `dagster.yaml`. */
  readonly launcher: object;
  /** The container context of its code location. */
  readonly context: object;
  readonly image: string;
  /** @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A run of a code location of a release, as its objects say. */
export function runOf(objects: readonly KubernetesObject[], release: string, location: string): Run {
  const { run_launcher } = parse(find(objects, 'ConfigMap', `${release}-instance`).data['dagster.yaml']);
  const [server] = find(objects, 'Deployment', `${release}-user-code-${location}`).spec.template.spec.containers;
  const said = (variable: string) => server.env.find(({ name }: { name: string }) => name === variable).value;
  const context = JSON.parse(said('DAGSTER_CONTAINER_CONTEXT').replaceAll('$$', () => '$'));
  return { launcher: run_launcher, context, image: said('DAGSTER_CURRENT_IMAGE') };
}

/** What the launchers of the tests read in their environment. */
const ENVIRONMENT = {
  BROKER_URL: 'memory://',
  DAGSTER_CELERY_BACKEND_URL: 'memory://',
  DAGSTER_CELERY_BROKER_URL: 'memory://',
  DAGSTER_GRPC_TIMEOUT_SECONDS: '180',
};

/** A pod where Dagster is at hand. */
const POD: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'python' },
  spec: {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'python',
        image: `docker.io/dagster/dagster-celery-k8s:${DAGSTER_VERSION}`,
        command: ['sleep', 'infinity'],
        env: Object.entries(ENVIRONMENT).map(([name, value]) => ({ name, value })),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
};

/** A Dagster without an instance: its launchers make the Jobs of runs, and it reads what `dagster.yaml` says. */
export class Launchers {
  private readonly namespace: Namespace;

  constructor(namespace: string) {
    this.namespace = new Namespace(namespace);
  }

  start(): void {
    this.namespace.create().apply([POD]);
    this.namespace.kubectl('wait', '--for=condition=Ready', 'pod/python', '--timeout=600s');
  }

  /** The Job of each run, and the namespace that it would be created in. */
  jobs(runs: readonly Run[]): KubernetesObject[] {
    return this.ask(
      JOBS,
      runs.map((run) => ({ tags: {}, ...run })),
    ) as KubernetesObject[];
  }

  /** What Dagster finds wrong with each of some files `dagster.yaml`. */
  faultsOf(texts: readonly string[]): string[][] {
    return this.ask(INSTANCES, texts) as string[][];
  }

  end(): void {
    this.namespace.delete();
  }

  private ask(script: string, input: unknown): unknown {
    const python = ['exec', '-i', 'python', '--', 'python', '-c', script];
    return JSON.parse(this.namespace.kubectlWith(JSON.stringify(input), ...python));
  }
}
