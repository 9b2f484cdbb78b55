import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { Manifest } from '../../policy/manifest.js';
import type { ArgoCdProps } from './argo-cd-props.js';
import type { NamespaceMetadata, Target } from './target.js';

/** The group and the version of all kinds of Argo CD. */
export const ARGO_CD_VERSION = 'argoproj.io/v1alpha1';

/** The namespace of Argo CD, unless somebody has another. */
export const ARGO_CD_NAMESPACE = 'argocd';

const FINALIZERS = {
  foreground: 'resources-finalizer.argocd.argoproj.io/foreground',
  background: 'resources-finalizer.argocd.argoproj.io/background',
};

type Spec = IApplication['spec'];

/** The Application of a release in a cluster. */
export function application(target: Target, project: string, props: ArgoCdProps): Manifest {
  const { namespace = ARGO_CD_NAMESPACE } = props;
  return {
    apiVersion: ARGO_CD_VERSION,
    kind: 'Application',
    metadata: { name: target.name, namespace, ...applicationMetadata(props) },
    spec: applicationSpec(target, project, props),
  };
}

/** What Applications carry besides their names. */
export function applicationMetadata({ labels = {}, annotations = {}, notifications = [], finalizer }: ArgoCdProps) {
  const subscriptions = notifications.map(({ trigger, service, recipients = [] }) => [
    `notifications.argoproj.io/subscribe.${trigger}.${service}`,
    recipients.join(';'),
  ]);
  const all = { ...Object.fromEntries(subscriptions), ...annotations };
  return {
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(all).length > 0 && { annotations: all }),
    ...(finalizer !== undefined && { finalizers: [FINALIZERS[finalizer]] }),
  };
}

/** What an Application deploys, from where, to where and when. */
export function applicationSpec(target: Target, project: string, props: ArgoCdProps): Spec {
  const { repoURL, targetRevision = 'HEAD' } = props;
  const { release, namespace, destination, path, values } = target;
  const helm = values === undefined ? {} : { helm: { releaseName: release, valueFiles: [values], skipTests: true } };
  const policy = syncPolicy(target.newNamespace, props);
  return {
    project,
    source: { repoURL, targetRevision, path, ...helm },
    destination: { ...destination, namespace },
    ...(Object.keys(policy).length > 0 && { syncPolicy: policy }),
  };
}

/** What is false is left out, as Argo CD does when it writes an Application back. */
function syncPolicy(namespace: NamespaceMetadata | undefined, props: ArgoCdProps): NonNullable<Spec['syncPolicy']> {
  const { automated = false, prune = false, selfHeal = false, retries, syncOptions = [] } = props.syncPolicy ?? {};
  const saysNamespace = syncOptions.some((option) => option.startsWith('CreateNamespace='));
  const options = [...(namespace === undefined || saysNamespace ? [] : ['CreateNamespace=true']), ...syncOptions];
  return {
    ...(automated && { automated: { ...(prune && { prune }), ...(selfHeal && { selfHeal }) } }),
    ...(options.length > 0 && { syncOptions: options }),
    ...(namespace !== undefined && Object.keys(namespace).length > 0 && { managedNamespaceMetadata: namespace }),
    ...(retries !== undefined && { retry: { limit: retries } }),
  };
}
