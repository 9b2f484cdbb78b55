import { join } from 'node:path';
import { EXAMPLE_NAMES, EXAMPLES } from '../support/examples.js';
import { type KubernetesObject, parseManifests } from '../support/releases.js';
import { filesBelow, kubectl } from '../support/tools.js';
import { define } from './support/definitions.js';
import { makeNamespaces, restricted } from './support/namespaces.js';

/** No module holds their definitions, nor the types that they are made of. */
const UNDEFINED: Readonly<Record<string, readonly string[]>> = { 'cloudnative-pg': ['postgresql.cnpg.io/v1 Cluster'] };

/** Namespaces of the tests' own, since others use the names that examples have. */
const PREFIX = 'example-';

/** Argo CD knows its finalizer of projects by this name alone, which the API server warns of. */
const FINALIZER = 'metadata.finalizers: "resources-finalizer.argocd.argoproj.io"';

const made = new Set<string>();

beforeAll(define);

afterAll(() => {
  kubectl(['delete', 'namespace', ...made, '--wait=false', '--ignore-not-found']);
});

/** What an example is deployed by: all objects in its output but those of its charts. */
function objectsOf(example: string): KubernetesObject[] {
  const files = Object.entries(filesBelow(join(EXAMPLES, example, 'dist')));
  const manifests = files.filter(([path]) => !/^charts\/|(^|\/)values\.yaml$|^\.cdk8s-dagster$/.test(path));
  return manifests.flatMap(([, text]) => parseManifests(text)).map(moved);
}

function moved(object: KubernetesObject): KubernetesObject {
  const { name, namespace } = object.metadata;
  const place = object.kind === 'Namespace' ? { name: PREFIX + name } : { namespace: `${PREFIX}${namespace}` };
  return { ...object, metadata: { ...object.metadata, ...place } };
}

const kindOf = ({ apiVersion, kind }: KubernetesObject): string => `${apiVersion} ${kind}`;

/** The kinds among these that the cluster knows. */
function known(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  const versions = [...new Set(objects.map(({ apiVersion }) => apiVersion))];
  const kinds = versions.flatMap((version) => {
    const { status, stdout } = kubectl(['get', '--raw', version === 'v1' ? '/api/v1' : `/apis/${version}`]);
    const { resources = [] }: { resources?: { kind: string }[] } = status === 0 ? JSON.parse(stdout) : {};
    return resources.map(({ kind }) => `${version} ${kind}`);
  });
  return new Set(kinds);
}

/** Applies objects, for real or, with `--dry-run=server`, as far as the API server decides. @returns what kubectl says of each */
function apply(objects: readonly KubernetesObject[], ...options: readonly string[]): string[] {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout, stderr } = kubectl(['apply', '-f', '-', ...options], list);
  // Warnings, too, such as those of pod security or of fields that nobody knows.
  expect(stderr.split('\n').filter((line) => line !== '' && !line.includes(FINALIZER))).toEqual([]);
  return stdout.trim().split('\n');
}

/** Namespaces as the example has them, or else restricted; and the accounts that pods have to have. */
function prepare(objects: readonly KubernetesObject[]): void {
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  const own = objects.filter(({ kind }) => kind === 'Namespace');
  for (const { metadata } of own) names.delete(metadata.name);
  for (const name of [...names, ...own.map(({ metadata }) => metadata.name)]) made.add(name);
  makeNamespaces(...own, ...[...names].map(restricted));
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  if (accounts.length > 0) apply(accounts);
}

/** A pod as each workload makes them. */
function podsOf(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const workloads = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));
  return workloads.map(({ metadata: { name, namespace }, spec: { template, volumeClaimTemplates = [] } }) => {
    const claimed = volumeClaimTemplates.map(({ metadata }: KubernetesObject) => ({
      name: metadata.name,
      emptyDir: {},
    }));
    const spec = { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claimed] };
    return { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name, namespace }, spec };
  });
}

// What hello runs is not meant for a namespace that is restricted.
test.each(EXAMPLE_NAMES.filter((name) => name !== 'hello'))(
  'the API server takes the objects and the pods of the example %s, without a warning',
  async (example) => {
    const all = objectsOf(example);
    const kinds = known(all);
    const unknown = new Set(all.map(kindOf).filter((kind) => !kinds.has(kind)));
    if (process.env.E2E_DEFINITIONS !== undefined) expect([...unknown]).toEqual(UNDEFINED[example] ?? []);
    const objects = all.filter((object) => kinds.has(kindOf(object)));
    prepare(objects);
    expect(apply(objects, '--dry-run=server')).toHaveLength(objects.length);
    const pods = podsOf(objects);
    if (pods.length > 0) expect(apply(pods, '--dry-run=server')).toHaveLength(pods.length);
  },
);
