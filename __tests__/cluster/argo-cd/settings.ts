import type { KubernetesObject } from '../../support/releases.js';

/** What Argo CD finds in its namespace when it starts. @param data of `argocd-cm` */
export function settings(data: Readonly<Record<string, string>>): KubernetesObject[] {
  return [
    setting('ConfigMap', 'argocd-cm', { data }),
    setting('Secret', 'argocd-secret', { stringData: { 'server.secretkey': 'secret' } }),
    {
      ...setting('AppProject', 'default', {}),
      apiVersion: 'argoproj.io/v1alpha1',
      spec: {
        sourceRepos: ['*'],
        destinations: [{ namespace: '*', server: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
  ];
}

function setting(kind: string, name: string, content: object): KubernetesObject {
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  return { apiVersion: 'v1', kind, metadata: { name, labels }, ...content };
}
