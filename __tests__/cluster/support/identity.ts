import type { KubernetesObject } from '../../support/releases.js';
import type { Namespace } from './namespace.js';

/** Who a process of a container is, and which folders and files it can really write. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly noNewPrivileges: boolean;
  /** Whether it has no capability at all. */
  readonly powerless: boolean;
  readonly writable: readonly string[];
}

/** Tries to write to each mount, and to each folder near the root that is in no mount. */
const PROBE = `
grep -E '^(Uid|Gid|Groups|NoNewPrivs|CapPrm|CapEff|CapInh|CapBnd|CapAmb):' /proc/self/status
mounts=$(while read -r _ _ _ _ point _; do echo "$point"; done </proc/self/mountinfo | grep -vE '^/(proc|sys)')
for path in $(echo "$mounts"; find / -xdev -maxdepth 3 -type d 2>/dev/null); do
  if [ -d "$path" ]; then
    (: >"$path/.e2e") 2>/dev/null && rm "$path/.e2e" && echo "Writable: $path"
  else
    (: >>"$path") 2>/dev/null && echo "Writable: $path"
  fi
done
echo 'Complete: yes'
`;

/** What a running container found that it may do. */
export function identityOf(namespace: Namespace, pod: string, container: string): Identity {
  const text = namespace.kubectl('exec', pod, '-c', container, '--', 'sh', '-c', PROBE);
  const lines = text.split('\n').map((line) => line.split(/[:\s]+/).filter((word) => word !== ''));
  const words = (name: string) => lines.find(([first]) => first === name)?.slice(1) ?? [];
  const number = (name: string) => Number(words(name)[0]);
  if (words('Complete').length === 0) throw new Error(`${pod} ${container}: ${text}`);
  const capabilities = ['CapPrm', 'CapEff', 'CapInh', 'CapBnd', 'CapAmb'].flatMap(words);
  return {
    uid: number('Uid'),
    gid: number('Gid'),
    groups: words('Groups').map(Number),
    noNewPrivileges: number('NoNewPrivs') === 1,
    powerless: capabilities.length === 5 && capabilities.every((mask) => /^0+$/.test(mask)),
    writable: [...new Set(lines.filter(([name]) => name === 'Writable').map(([, path = '']) => path))].sort(),
  };
}

/** What every container can write: shared memory, message queues, and why it ended. */
const EVERYWHERE = ['/dev/mqueue', '/dev/shm', '/dev/termination-log'];

/** What the manifest of a container says that it may do. */
export function declaredIdentity({ spec }: KubernetesObject, container: KubernetesObject): Identity {
  const { runAsUser, runAsGroup, fsGroup } = { ...spec.securityContext, ...container.securityContext };
  const isWritable = ({ name, readOnly }: KubernetesObject): boolean => {
    const volume = spec.volumes.find((one: KubernetesObject) => one.name === name);
    return !readOnly && (volume.emptyDir !== undefined || volume.persistentVolumeClaim !== undefined);
  };
  const mounts = container.volumeMounts.filter(isWritable).map(({ mountPath }: KubernetesObject) => mountPath);
  return {
    uid: runAsUser,
    gid: runAsGroup,
    groups: [...new Set([runAsGroup, fsGroup])],
    noNewPrivileges: true,
    powerless: true,
    writable: [...EVERYWHERE, ...mounts.map((path: string) => path.replace(/^\/var\/run\//, '/run/'))].sort(),
  };
}

/**
 * Every running container of a namespace but those of runs: what it found, beside what its manifest says. Its user may be
 * in further groups by the image, but not in that of root.
 */
export function identitiesIn(namespace: Namespace): { name: string; found: Identity; declared: Identity }[] {
  const pods = namespace.list('pods', '!dagster/run-id').filter(({ status }) => status.phase === 'Running');
  return pods.flatMap((pod) =>
    [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
      .filter(({ restartPolicy }, index) => restartPolicy || index >= (pod.spec.initContainers ?? []).length)
      .map((container: KubernetesObject & { name: string }) => {
        const found = identityOf(namespace, pod.metadata.name, container.name);
        const declared = declaredIdentity(pod, container);
        const groups = found.groups.filter((group) => group === 0 || declared.groups.includes(group));
        const name = `${pod.metadata.labels?.['app.kubernetes.io/component']} ${container.name}`;
        return { name, found: { ...found, groups }, declared };
      }),
  );
}
