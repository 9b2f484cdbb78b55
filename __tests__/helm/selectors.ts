import { parse } from 'yaml';
import { type KubernetesObject, podsOf } from '../support/releases.js';

type Labels = Readonly<Record<string, string>>;

/** A label selector, wherever it stands in an object. */
export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: string[] }[];
}

/** The pods that objects select: all selectors in them but those of namespaces. */
export function selectorsOf({ kind, spec }: KubernetesObject): Selector[] {
  const found: Selector[] = kind === 'Service' && spec.selector !== undefined ? [{ matchLabels: spec.selector }] : [];
  const walk = (part: unknown, key = ''): void => {
    if (typeof part !== 'object' || part === null || key === 'namespaceSelector') return;
    if (isSelector(part)) found.push(part);
    for (const [name, member] of Object.entries(part)) walk(member, name);
  };
  walk(spec);
  return found;
}

function isSelector(part: object): part is Selector {
  return 'matchLabels' in part || 'matchExpressions' in part;
}

export function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  const included = matchExpressions.every(({ key, operator, values }) => {
    if (operator !== 'In') throw new Error(`no test knows the operator ${operator}`);
    return values.includes(labels[key] ?? '');
  });
  return included && Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

/** The labels of all pods that objects create, those of the runs they launch included. */
export function podLabelsOf(objects: readonly KubernetesObject[]): Labels[] {
  const runs = objects.flatMap(({ kind, data = {} }) => {
    if (kind !== 'ConfigMap' || data['dagster.yaml'] === undefined) return [];
    // dagster-k8s gives all runs these, whatever the release.
    const own = { 'app.kubernetes.io/name': 'dagster', 'app.kubernetes.io/instance': 'dagster' };
    return [{ ...own, ...parse(data['dagster.yaml']).run_launcher.config.labels }];
  });
  const bare = objects.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => ({ ...metadata.labels }));
  return [...podsOf(objects).map(({ labels }) => labels), ...bare, ...runs];
}
