import { DagsterApp, DagsterChart, type DagsterChartProps } from '../../../lib/index.js';
import { fileOf, type KubernetesObject, parseManifests } from '../../support/releases.js';
import { kubectl } from '../../support/tools.js';
import { printed } from '../support/printed.js';

/** What kubectl prints, if it succeeds. @param input what it reads, as JSON */
export function ctl(args: readonly string[], input?: unknown): string {
  return printed(`kubectl ${args.join(' ')}`, kubectl(args, input === undefined ? undefined : JSON.stringify(input)));
}

/** An object of the cluster. */
export function read(namespace: string, kind: string, name: string): KubernetesObject {
  return JSON.parse(ctl(['-n', namespace, 'get', kind, name, '-o', 'json']));
}

/** The objects of a kind, or of several, in a namespace. */
export function list(namespace: string, kinds: string, selector = ''): KubernetesObject[] {
  return JSON.parse(ctl(['-n', namespace, 'get', kinds, '-l', selector, '-o', 'json'])).items;
}

export function apply(objects: readonly object[]): void {
  ctl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects });
}

/** Ends namespaces, without waiting for that. */
export function remove(...namespaces: string[]): void {
  ctl(['delete', 'namespace', ...namespaces, '--wait=false', '--ignore-not-found']);
}

/** The manifests of a release, in a namespace of its name. */
export function objectsOf(name: string, props: DagsterChartProps): KubernetesObject[] {
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, name, { namespace: name, ...props });
  return parseManifests(fileOf(app.render(), `${name}/manifests/dagster.k8s.yaml`));
}
