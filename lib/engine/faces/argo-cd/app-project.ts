import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { Manifest } from '../../policy/manifest.js';
import type { Released } from '../face.js';
import { ARGO_CD_NAMESPACE, ARGO_CD_VERSION } from './application.js';
import type { ArgoCdProject, ArgoCdProps, ArgoCdSyncWindow } from './argo-cd-props.js';
import { groupOf, isClusterWide, madeOf } from './group-kind.js';
import { clustersOf } from './target.js';

type Spec = IAppProject['spec'];

/** Keeps a project until the last of its Applications is gone: without a project, Argo CD deletes nothing of an Application. */
const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** An AppProject that allows the repository, the clusters, the namespaces and the kinds of some releases, and no more. */
export function appProject(
  name: string,
  { description, syncWindows = [] }: ArgoCdProject,
  released: readonly Released[],
  props: ArgoCdProps,
): Manifest {
  const { namespace = ARGO_CD_NAMESPACE, repoURL } = props;
  const manifests = released.flatMap((one) => one.manifests);
  const spec: Spec = {
    ...(description !== undefined && { description }),
    sourceRepos: [repoURL],
    destinations: namespacesOf(released).flatMap((one) =>
      clustersOf(props).map(([, destination]) => ({ ...destination, namespace: one })),
    ),
    clusterResourceWhitelist: clusterWide(released, manifests),
    namespaceResourceWhitelist: namespaced(manifests),
    ...(syncWindows.length > 0 && { syncWindows: syncWindows.map(windowOf) }),
  };
  const metadata = { name, namespace, finalizers: [FINALIZER] };
  return { apiVersion: ARGO_CD_VERSION, kind: 'AppProject', metadata, spec };
}

function namespacesOf(released: readonly Released[]): string[] {
  const all = released.flatMap(({ release, manifests }) => [
    release.namespace,
    ...manifests.flatMap((manifest) => (isClusterWide(manifest) ? [] : (manifest.metadata.namespace ?? []))),
  ]);
  return [...new Set(all)].sort();
}

/** Objects that stand in no namespace, by name; the namespaces themselves, whoever makes them. */
function clusterWide(released: readonly Released[], manifests: readonly Manifest[]) {
  const namespaces = released.map(({ release }) => ({ group: '', kind: 'Namespace', name: release.namespace }));
  const objects = manifests.filter(isClusterWide).map((manifest) => {
    return { group: groupOf(manifest), kind: manifest.kind, name: manifest.metadata.name };
  });
  return unique([...namespaces, ...objects]);
}

/** The kinds that the releases hold, and those that controllers make of them, which nobody would see otherwise. */
function namespaced(manifests: readonly Manifest[]) {
  const kinds = manifests
    .filter((manifest) => !isClusterWide(manifest))
    .map((one) => ({ group: groupOf(one), kind: one.kind }));
  return unique([...kinds, ...kinds.flatMap(madeOf)]);
}

function unique<T extends { readonly group: string; readonly kind: string; readonly name?: string }>(
  items: readonly T[],
): T[] {
  const byText = new Map(items.map((item) => [[item.group, item.kind, item.name ?? ''].join('/'), item]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function windowOf({ applications, namespaces, clusters, ...window }: ArgoCdSyncWindow) {
  const everywhere = applications === undefined && namespaces === undefined && clusters === undefined;
  return {
    ...window,
    ...(everywhere && { applications: ['*'] }),
    ...(applications !== undefined && { applications: [...applications] }),
    ...(namespaces !== undefined && { namespaces: [...namespaces] }),
    ...(clusters !== undefined && { clusters: [...clusters] }),
  };
}
