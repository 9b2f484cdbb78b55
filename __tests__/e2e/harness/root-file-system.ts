import { dirname, join } from 'node:path';
import type { Image } from './images.js';
import { quoted } from './process.js';

/** A folder or file of this machine in a container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface RootFileSystem {
  /** An empty folder to build it at. */
  readonly at: string;
  readonly image: Image;
  readonly mounts: readonly Mount[];
  readonly readOnly: boolean;
}

const FOLDERS = 'etc proc sys dev/shm tmp var/tmp var/lib var/cache usr run opt home root srv mnt .old';
const DEVICES = { null: 3, zero: 5, full: 7, random: 8, urandom: 9 };
/** Files of this machine that programs look for, and that tell nothing about it. */
const ETC = 'ld.so.cache nsswitch.conf protocols services mime.types alternatives ssl/openssl.cnf';

/**
 * Shell commands that make the root file system of a container and move into it: a file system of its own, with this
 * machine's programs in /usr, which stay read-only, and what the image and the pod add. It runs as the first process
 * of new mount and PID namespaces.
 */
export function enterRootFileSystem({ at, image, mounts, readOnly }: RootFileSystem): string[] {
  const folders = Object.entries(image.folders).map(([target, source]) => ({ source, target, readOnly: true }));
  return [
    'mount --make-rprivate /',
    `mount -t tmpfs -o mode=755 tmpfs ${quoted(at)}`,
    `cd ${quoted(at)}`,
    `mkdir -p ${FOLDERS}`,
    'chmod 1777 tmp var/tmp',
    'chmod 700 root',
    'ln -s usr/bin usr/sbin usr/lib usr/lib64 .',
    'ln -s ../run var/run',
    `(cd /etc && tar -cf - ${ETC} 2>/dev/null || :) | tar -xf - -C etc`,
    `printf '%s\\n' ${['root:x:0:0:root:/root:/bin/bash', ...image.users].map(quoted).join(' ')} > etc/passwd`,
    'mount -t proc -o nosuid,nodev,noexec proc proc',
    'mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys',
    'mount -t tmpfs -o mode=1777,size=64m shm dev/shm',
    ...Object.entries(DEVICES).map(([name, minor]) => `mknod -m 666 dev/${name} c 1 ${minor}`),
    'ln -s /proc/self/fd dev/fd',
    'ln -s /proc/self/fd/1 dev/stdout',
    'ln -s /proc/self/fd/2 dev/stderr',
    ...bind({ source: '/usr', target: '/usr', readOnly: true }),
    ...[...byDepth(folders), ...byDepth(mounts)].flatMap(bind),
    'pivot_root . .old',
    'cd /',
    'umount -l .old',
    'rmdir .old',
    ...(readOnly ? ['mount -o remount,ro /'] : []),
  ];
}

function bind({ source, target, readOnly }: Mount): string[] {
  const point = quoted(`.${target}`);
  const from = quoted(source);
  return [
    `mkdir -p ${quoted(join('.', dirname(target)))}`,
    `if [ -d ${from} ]; then mkdir -p ${point}; elif [ ! -e ${point} ]; then : > ${point}; fi`,
    `mount --bind ${from} ${point}`,
    ...(readOnly ? [`mount -o remount,bind,ro ${point}`] : []),
  ];
}

/** Container runtimes mount folders before what is in them. */
function byDepth(mounts: readonly Mount[]): Mount[] {
  const depth = ({ target }: Mount): number => target.split('/').filter(Boolean).length;
  return [...mounts].sort((a, b) => depth(a) - depth(b));
}
