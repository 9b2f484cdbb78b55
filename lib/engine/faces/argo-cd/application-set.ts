import type { IApplicationSet } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/ApplicationSet';
import type { Manifest } from '../../policy/manifest.js';
import { ARGO_CD_NAMESPACE, ARGO_CD_VERSION, applicationMetadata, applicationSpec } from './application.js';
import type { ArgoCdProps } from './argo-cd-props.js';
import type { Target } from './target.js';

/** What each namespace carries differs, and a template has text alone. */
const NAMESPACE_PATCH = `{{- if .namespaceMetadata }}
spec:
  syncPolicy:
    managedNamespaceMetadata: {{ toJson .namespaceMetadata }}
{{- end }}
`;

/** One ApplicationSet with an Application for each release in each cluster. */
export function applicationSet(
  name: string,
  targets: readonly Target[],
  project: string,
  props: ArgoCdProps,
): Manifest {
  const { namespace = ARGO_CD_NAMESPACE, finalizer } = props;
  const dressed = targets.some(({ newNamespace = {} }) => Object.keys(newNamespace).length > 0);
  const spec: IApplicationSet['spec'] = {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ list: { elements: targets.map((target) => elementOf(target, targets, dressed)) } }],
    // Otherwise the objects go with the ApplicationSet.
    ...(finalizer === undefined && { syncPolicy: { preserveResourcesOnDeletion: true } }),
    template: {
      metadata: { name: '{{.name}}', ...applicationMetadata(props) },
      spec: applicationSpec(template(targets), project, props),
    },
    ...(dressed && { templatePatch: NAMESPACE_PATCH }),
  };
  return { apiVersion: ARGO_CD_VERSION, kind: 'ApplicationSet', metadata: { name, namespace }, spec };
}

/** What stands in the template for the releases and clusters of the list. */
function template(targets: readonly Target[]): Target {
  const some = (key: 'server' | 'name'): boolean => targets.some(({ destination }) => destination[key] !== undefined);
  return {
    name: '{{.name}}',
    release: '{{.release}}',
    namespace: '{{.namespace}}',
    path: '{{.path}}',
    destination: { ...(some('server') && { server: '{{.server}}' }), ...(some('name') && { name: '{{.cluster}}' }) },
    ...(targets.some(({ values }) => values !== undefined) && { values: '{{.values}}' }),
    ...(targets.some(({ newNamespace }) => newNamespace !== undefined) && { newNamespace: {} }),
  };
}

/** All elements have the same keys, since a key that is missing is an error. */
function elementOf(target: Target, targets: readonly Target[], dressed: boolean) {
  const { name, release, namespace, path, values, newNamespace = {} } = target;
  const { server, name: cluster } = target.destination;
  const used = template(targets).destination;
  return {
    name,
    ...(values === undefined ? {} : { release }),
    namespace,
    path,
    ...(values === undefined ? {} : { values }),
    ...(used.server !== undefined && { server: server ?? '' }),
    ...(used.name !== undefined && { cluster: cluster ?? '' }),
    ...(dressed && { namespaceMetadata: newNamespace }),
  };
}
