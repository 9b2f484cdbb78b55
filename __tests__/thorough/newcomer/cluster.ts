import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { kindsByVersion } from '../../../packaging/kubernetes.js';
import type { KubernetesObject } from '../../support/releases.js';

/** Kinds that stand in no namespace, of those that tests apply. */
const CLUSTER_WIDE = ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'StorageClass', 'PersistentVolume'];

/** As much of a Kubernetes API server as `kubectl apply` asks for when everything is new: it takes what it is given. */
export class Cluster {
  /** What has been created, in order. */
  readonly objects: KubernetesObject[] = [];
  private readonly namespaces = new Set<string>();

  private constructor(
    private readonly kinds: ReadonlyMap<string, readonly string[]>,
    private readonly server = createServer((request, response) => void this.answer(request, response)),
  ) {}

  static async start(): Promise<Cluster> {
    const kinds = [...(await kindsByVersion())].map(([version, known]) => [version, known.kinds] as const);
    const cluster = new Cluster(new Map(kinds));
    await new Promise<void>((resolve) => cluster.server.listen(0, '127.0.0.1', resolve));
    return cluster;
  }

  /** Writes the file that tells kubectl where it is. */
  writeKubeconfig(path: string): void {
    const { port } = this.server.address() as AddressInfo;
    const clusters = [{ name: 'test', cluster: { server: `http://127.0.0.1:${port}` } }];
    const contexts = [{ name: 'test', context: { cluster: 'test', user: '' } }];
    writeFileSync(
      path,
      JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters, contexts, 'current-context': 'test' }),
    );
  }

  /** Forgets all objects. */
  clear(): void {
    this.objects.length = 0;
    this.namespaces.clear();
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', 'http://cluster').pathname.slice(1);
    const body = await text(request);
    const found = request.method === 'POST' ? this.create(JSON.parse(body)) : this.describe(path);
    const status = found === undefined ? 404 : 200;
    const missing = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? missing));
  }

  /** What is created, unless its namespace is not there yet. */
  private create(object: KubernetesObject): KubernetesObject | undefined {
    const { kind, metadata } = object;
    if (kind === 'Namespace') this.namespaces.add(metadata.name);
    else if (!CLUSTER_WIDE.includes(kind) && !this.namespaces.has(metadata.namespace ?? 'default')) return undefined;
    this.objects.push(object);
    return object;
  }

  /** Which kinds there are, in the ways in which kubectl asks for it. */
  private describe(path: string): unknown {
    if (path === 'api') return { kind: 'APIVersions', versions: ['v1'] };
    if (path === 'apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: this.groups() };
    if (path === 'openapi/v3') {
      const paths = [...this.kinds.keys()].map((version) => [
        doorOf(version),
        { serverRelativeURL: `/openapi/v3/${version}` },
      ]);
      return { paths: Object.fromEntries(paths) };
    }
    if (path.startsWith('openapi/v3/')) return this.openApi(path.replace('openapi/v3/', ''));
    return this.resources(path.replace(/^apis?\//, ''));
  }

  private groups(): unknown[] {
    const versions = [...this.kinds.keys()].filter((version) => version !== 'v1');
    const names = new Set(versions.map((version) => version.split('/')[0]));
    return [...names].map((name) => {
      const own = versions.filter((version) => version.split('/')[0] === name);
      return { name, versions: own.map((groupVersion) => ({ groupVersion, version: groupVersion.split('/')[1] })) };
    });
  }

  private resources(groupVersion: string): unknown {
    const kinds = this.kinds.get(groupVersion);
    if (kinds === undefined) return undefined;
    const verbs = ['create', 'get', 'list', 'patch'];
    const resources = kinds.map((kind) => ({
      kind,
      name: plural(kind),
      singularName: kind.toLowerCase(),
      namespaced: !CLUSTER_WIDE.includes(kind),
      verbs,
    }));
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
  }

  /** Says that the server itself checks fields, so that kubectl leaves it to the server. */
  private openApi(groupVersion: string): unknown {
    const [version = '', group = ''] = groupVersion.split('/').reverse();
    const parameters = [{ name: 'fieldValidation', in: 'query' }];
    const paths = (this.kinds.get(groupVersion) ?? []).map((kind) => [
      `/${doorOf(groupVersion)}/${plural(kind)}`,
      { patch: { parameters, 'x-kubernetes-group-version-kind': { group, version, kind } } },
    ]);
    return { openapi: '3.0.0', paths: Object.fromEntries(paths) };
  }
}

function doorOf(groupVersion: string): string {
  return groupVersion === 'v1' ? 'api/v1' : `apis/${groupVersion}`;
}

function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(word) ? `${word}es` : `${word}s`;
}
