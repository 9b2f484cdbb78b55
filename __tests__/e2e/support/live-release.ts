import { randomUUID } from 'node:crypto';
import { Dagster } from '../../cluster/support/dagster.js';
import type { KubernetesObject } from '../../support/releases.js';
import { Cluster } from '../harness/cluster.js';
import { expectHealthy, expectLoaded } from './checks.js';
import { images, objectOf } from './release.js';

/** A release whose manifests run. */
export interface LiveRelease {
  readonly cluster: Cluster;
  readonly dagster: Dagster;
  /** When the manifests were applied, in milliseconds. */
  readonly since: number;
}

export interface LiveReleaseProps {
  /** The prefix of all paths of the webserver. @default - none */
  readonly pathPrefix?: string;
  /** What has to be there before the release. @default - nothing */
  readonly before?: (cluster: Cluster) => Promise<void> | void;
}

/** A cluster that has taken the manifests of a release; whoever asks for it closes it. */
export async function liveRelease(
  manifests: readonly KubernetesObject[],
  { pathPrefix = '', before }: LiveReleaseProps = {},
): Promise<LiveRelease> {
  const service = objectOf(manifests, 'Service', 'webserver');
  const { name, namespace = 'default' } = service.metadata;
  const cluster = await Cluster.create(name.replace(/-webserver$/, ''), images());
  try {
    await before?.(cluster);
    const since = Date.now();
    await cluster.apply(manifests);
    const { port } = service.spec.ports[0];
    const url = `http://${cluster.services.addressOf(namespace, name)}:${port}${pathPrefix}`;
    return { cluster, dagster: new Dagster(url), since };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/** A release works: its pods are ready, its code locations loaded, its daemons healthy. */
export async function expectWorking(
  { cluster, dagster, since }: LiveRelease,
  locations: readonly string[],
  within = 150,
): Promise<void> {
  await cluster.ready(within);
  await cluster.eventually('the code locations', within, () => expectLoaded(dagster, locations));
  await cluster.eventually('the daemons', within, () => expectHealthy(dagster, since));
}

/** A Secret that exists before a release, with a password that takes some quoting. */
export function passwordSecret(namespace: string, name: string, key: string): KubernetesObject {
  const password = `p@ss/w:rd%#'"$x ${randomUUID()}`;
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { [key]: password } };
}
