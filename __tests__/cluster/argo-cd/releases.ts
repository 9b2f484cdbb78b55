import { namesIn, podsIn } from '../support/names.js';
import { Namespace } from '../support/namespace.js';
import { BY_CHART, BY_MANIFESTS } from './fleet.js';

/** The namespaces of the releases, which have the releases' names. */
export const NAMESPACES = ['branch', BY_CHART, BY_MANIFESTS].map((name) => new Namespace(name));

/** The pods of the processes of all releases. */
export function pods(): string[] {
  return NAMESPACES.flatMap(podsIn);
}

/** The Secrets of all releases, with what is in them. */
export function secrets(): string[] {
  const all = NAMESPACES.flatMap((namespace) => namespace.list('secrets'));
  return all.map(({ metadata, data }) => `${metadata.namespace}/${metadata.name} ${JSON.stringify(data)}`).sort();
}

/** The Jobs of a release, less those of runs. */
export function jobsIn(namespace: Namespace): string[] {
  return namesIn(namespace, 'jobs').filter((name) => !name.startsWith('dagster-run-'));
}

/** The images that the pods of Deployments have. */
export function imagesIn(namespace: Namespace): string[] {
  const images = namespace.list('deployments').map(({ spec }) => spec.template.spec.containers[0].image);
  return [...new Set<string>(images)].sort();
}

/** Stands for an ingress controller: gives an address to each Ingress. */
export function giveAddresses(): void {
  const patch = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } });
  for (const namespace of NAMESPACES) {
    const args = ['--subresource=status', '--type=merge', `--patch=${patch}`];
    namespace.kubectl('patch', 'ingress', `${namespace.name}-webserver`, ...args);
  }
}
