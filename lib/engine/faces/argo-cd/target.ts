import { posix } from 'node:path';
import type { Manifest } from '../../policy/manifest.js';
import type { Release } from '../../release.js';
import { Face, type Released } from '../face.js';
import type { ArgoCdDestination, ArgoCdProps } from './argo-cd-props.js';

/** By this label Argo CD may know what an Application has to delete, which a namespace is not part of here. */
const TRACKING_LABEL = 'app.kubernetes.io/instance';

/** The cluster that Argo CD runs in. */
const OWN_CLUSTER: ArgoCdDestination = { server: 'https://kubernetes.default.svc' };

/** What a namespace carries that Argo CD makes. */
export interface NamespaceMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A release in a cluster, as an Application describes it. */
export interface Target {
  /** The name of the Application. */
  readonly name: string;
  readonly release: string;
  readonly namespace: string;
  readonly destination: ArgoCdDestination;
  /** The folder in the repository that Argo CD reads. */
  readonly path: string;
  /** The values document, from that folder, where it is a chart. */
  readonly values?: string;
  /** What its namespace carries, if Argo CD makes the namespace. */
  readonly newNamespace?: NamespaceMetadata;
}

/** The clusters that each release goes to, by what the names of their Applications end with. */
export function clustersOf({ destination = OWN_CLUSTER, applicationSet }: ArgoCdProps): [string, ArgoCdDestination][] {
  const clusters = typeof applicationSet === 'object' ? applicationSet.clusters : undefined;
  return clusters === undefined ? [['', destination]] : Object.entries(clusters);
}

/** The names of the Applications of a release. */
export function namesOf(release: Release, props: ArgoCdProps): string[] {
  const { prefix = '' } = props;
  return clustersOf(props).map(([suffix]) => `${prefix}${release.releaseName}${suffix === '' ? '' : `-${suffix}`}`);
}

/** The folder of the chart that installs a release, in the output folder. */
export function chartFolder({ chart }: Release): string | undefined {
  return chart !== undefined && Face.isFace(chart) ? chart.folder : undefined;
}

/** A release in each of its clusters. */
export function targetsOf({ release, manifests }: Released, props: ArgoCdProps): Target[] {
  const { releaseName, namespace } = release;
  const common = {
    release: releaseName,
    namespace,
    ...sourceOf(release, props),
    ...newNamespace(namespace, manifests, props),
  };
  const names = namesOf(release, props);
  return clustersOf(props).map(([, destination], index) => ({ name: names[index] ?? '', destination, ...common }));
}

function sourceOf(release: Release, { source, path = 'dist' }: ArgoCdProps): Pick<Target, 'path' | 'values'> {
  const folder = release.releaseName;
  if (source !== 'chart') return { path: posix.join(path, folder, 'manifests') };
  const chart = chartFolder(release) ?? '';
  return { path: posix.join(path, chart), values: posix.relative(chart, `${folder}/values.yaml`) };
}

/** A chart brings no namespace; what its release says of one is what Argo CD gives to it. */
function newNamespace(
  name: string,
  manifests: readonly Manifest[],
  { source }: ArgoCdProps,
): Pick<Target, 'newNamespace'> {
  const own = manifests.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  if (own === undefined) return { newNamespace: {} };
  if (source !== 'chart') return {};
  const { labels: { [TRACKING_LABEL]: _, ...labels } = {}, annotations } = own.metadata;
  return { newNamespace: { ...(Object.keys(labels).length > 0 && { labels }), ...(annotations && { annotations }) } };
}
