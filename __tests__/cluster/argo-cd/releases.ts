import { DAGSTER_VERSION } from '../../../lib/index.js';
import { run } from '../../support/tools.js';
import { list, printed } from '../support/kubernetes.js';

/** The namespaces of the releases. */
export const NAMESPACES = ['branch', 'dagster', 'production'];

/** The pods of the processes in all namespaces, which are others after a restart. */
export function pods(): string[] {
  const all = NAMESPACES.flatMap((namespace) => list('pods', namespace));
  const lasting = all.filter(({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-name'] === undefined);
  return lasting.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort();
}

/** The names of objects of a kind. */
export function namesIn(namespace: string, kind: string): string[] {
  return list(kind, namespace).map(({ metadata }) => metadata.name);
}

/** The images of Dagster and of code that the pods of Deployments have. */
export function imagesIn(namespace: string): string[] {
  const images = list('deployments', namespace).map(({ spec }) => spec.template.spec.containers[0].image);
  return [...new Set<string>(images)].sort();
}

/** The Secrets of a namespace, with what is in them. */
export function secretsIn(namespace: string): string[] {
  return list('secrets', namespace).map(
    ({ metadata, data }) => `${namespace}/${metadata.name} ${JSON.stringify(data)}`,
  );
}

/** Stands for an ingress controller: gives an address to each Ingress. */
export function giveAddresses(): void {
  const patch = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } });
  for (const namespace of NAMESPACES) {
    const args = ['--subresource=status', '--type=merge', `--patch=${patch}`];
    printed(['-n', namespace, 'patch', 'ingress', `${namespace}-webserver`, ...args]);
  }
}

/** Makes the node know the images by another tag, as a new version of them. */
export function tagImages(tag: string): void {
  for (const name of ['dagster-celery-k8s', 'user-code-example']) {
    const image = `docker.io/dagster/${name}:${tag}`;
    const ctr = [
      '-a',
      '/run/containerd/e2e.sock',
      '-n',
      'k8s.io',
      'images',
      'tag',
      '--force',
      'e2e.local/all:1',
      image,
    ];
    const { status, stderr } = run('ctr', ctr);
    if (status !== 0) throw new Error(stderr);
  }
}
