import { chmodSync, chownSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IContainer, IPodSpec, IVolume } from 'kubernetes-models/v1';
import { type EnvironmentSources, expand, fieldOf } from './environment.js';
import { output } from './process.js';
import type { Mount } from './root-file-system.js';
import { MissingObject, valuesOf } from './store.js';

/** The folder of each volume of a pod. */
export type VolumeFolders = ReadonlyMap<string, { readonly folder: string; readonly readOnly: boolean }>;

export interface VolumeSources extends Omit<EnvironmentSources, 'base'> {
  /** What is projected for a service account: its token, the certificate of the API server, its namespace. */
  readonly account: Readonly<Record<string, string>>;
  /** Where a claim keeps its data from pod to pod. */
  readonly claimFolder: (name: string) => string;
}

type Source = Pick<IVolume, 'configMap' | 'secret' | 'downwardAPI'>;
interface Item {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

/** Makes the volumes of a pod below a folder, owned as the kubelet leaves them. */
export async function makeVolumes(spec: IPodSpec, below: string, sources: VolumeSources): Promise<VolumeFolders> {
  const group = spec.securityContext?.fsGroup;
  const made = new Map<string, { folder: string; readOnly: boolean }>();
  for (const { name, ...source } of spec.volumes ?? []) {
    const { emptyDir, persistentVolumeClaim: claim } = source;
    const folder = claim === undefined ? join(below, name) : sources.claimFolder(claim.claimName);
    mkdirSync(folder, { recursive: true });
    if (emptyDir?.sizeLimit !== undefined || emptyDir?.medium === 'Memory') {
      const size = emptyDir.sizeLimit === undefined ? '' : `,size=${bytes(`${emptyDir.sizeLimit}`)}`;
      await output(['mount', '-t', 'tmpfs', '-o', `mode=777${size}`, 'tmpfs', folder]);
    }
    const writable = emptyDir !== undefined || claim !== undefined;
    if (!writable) writeFiles(folder, source, sources, group);
    if (emptyDir !== undefined) chmodSync(folder, 0o777);
    if (writable && group !== undefined) {
      chownSync(folder, 0, group);
      chmodSync(folder, emptyDir === undefined ? 0o2775 : 0o2777);
    }
    made.set(name, { folder, readOnly: !writable });
  }
  return made;
}

/** What a container mounts of its pod's volumes. */
export function mountsOf(
  { name: container, volumeMounts = [] }: IContainer,
  volumes: VolumeFolders,
  environment: Readonly<Record<string, string>>,
): Mount[] {
  return volumeMounts.map(({ name, mountPath, subPath = '', subPathExpr, readOnly = false }) => {
    const volume = volumes.get(name);
    if (volume === undefined) throw new Error(`container ${container} mounts ${name}, which is no volume of its pod`);
    const source = join(volume.folder, subPathExpr === undefined ? subPath : expand(subPathExpr, environment));
    makeFolders(source, volume.folder);
    return { source, target: mountPath, readOnly: readOnly || volume.readOnly };
  });
}

/** A path in a volume that does not exist becomes a folder like the volume's own, also where a file was meant. */
function makeFolders(path: string, volume: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path), volume);
  mkdirSync(path);
  chmodSync(path, statSync(volume).mode & 0o7777);
}

function writeFiles(
  folder: string,
  source: Omit<IVolume, 'name'>,
  sources: VolumeSources,
  group: number | undefined,
): void {
  const projections = source.projected?.sources ?? [source];
  for (const projection of projections) {
    const files = 'serviceAccountToken' in projection ? tokenFile(projection, sources) : filesOf(projection, sources);
    if (files === undefined) throw new Error(`the harness knows no volume of ${Object.keys(projection)}`);
    const mode = source.projected?.defaultMode ?? source.configMap?.defaultMode ?? source.secret?.defaultMode ?? 0o644;
    for (const { path, content, own } of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      if (group !== undefined) chownSync(file, 0, group);
      chmodSync(file, (own ?? mode) | (group === undefined ? 0 : 0o440));
    }
  }
}

interface VolumeFile {
  readonly path: string;
  readonly content: string | Buffer;
  readonly own?: number;
}

function tokenFile(
  projection: { serviceAccountToken?: { path: string } },
  { account }: VolumeSources,
): VolumeFile[] | undefined {
  const { serviceAccountToken: token } = projection;
  return token === undefined ? undefined : [{ path: token.path, content: account.token ?? '', own: 0o600 }];
}

function filesOf(source: Source, sources: VolumeSources): VolumeFile[] | undefined {
  const { configMap, secret, downwardAPI } = source;
  if (downwardAPI !== undefined) {
    return (downwardAPI.items ?? []).map(({ path, fieldRef }) => ({
      path,
      content: fieldOf(fieldRef?.fieldPath ?? '', sources),
    }));
  }
  const [kind, name, reference] =
    secret === undefined
      ? ['ConfigMap', configMap?.name, configMap]
      : ['Secret', 'secretName' in secret ? secret.secretName : undefined, secret];
  if (reference === undefined) return undefined;
  const named = name ?? ('name' in reference ? reference.name : undefined) ?? '';
  // The API server puts its certificate in this ConfigMap of every namespace.
  if (named === 'kube-root-ca.crt') return [{ path: 'ca.crt', content: sources.account['ca.crt'] ?? '' }];
  const found = sources.store.tryFind(kind, sources.pod.namespace, named);
  if (found === undefined && !reference.optional) throw new MissingObject(`there is no ${kind} ${named}`);
  const values = found === undefined ? {} : valuesOf(found);
  const all: Item[] = Object.keys(values).map((key) => ({ key, path: key }));
  return (reference.items ?? all).map(({ key, path, mode }) => {
    const content = values[key];
    if (content === undefined) throw new Error(`${kind} ${named} has no ${key}`);
    return { path, content, own: mode };
  });
}

/** What a tmpfs takes as its size. */
function bytes(quantity: string): string {
  return quantity.replace(/i$/, '').toLowerCase();
}
