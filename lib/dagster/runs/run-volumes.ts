import { isDeepStrictEqual } from 'node:util';
import { byDefault, type Issue, isMap, notAllowed } from '../../engine/index.js';
import type { ProcessOptions } from '../../kubernetes/pod-options.js';
import { type MountedVolume, mountsOf, volumesOf } from '../../kubernetes/volumes.js';
import type { RunK8sConfig } from './run-k8s-config.js';

/** The volumes of the pod of a run, and where its container sees them, knobs by their defaults. */
export interface RunVolumes {
  readonly volumes: readonly Readonly<Record<string, unknown>>[];
  readonly mounts: readonly Readonly<Record<string, unknown>>[];
}

/** Volumes of the release's own, as a run has them. */
export function ownVolumes(own: readonly MountedVolume[]): RunVolumes {
  return { volumes: maps(volumesOf(own)), mounts: maps(mountsOf(own)) };
}

/** Those that options say, the raw parts of the Job apart. */
export function saidVolumes({ volumes, volumeMounts }: Pick<ProcessOptions, 'volumes' | 'volumeMounts'>): RunVolumes {
  return { volumes: maps(volumes), mounts: maps(volumeMounts) };
}

/** Those that raw parts of the Job say. */
export function rawVolumes({ podSpecConfig, containerConfig }: RunK8sConfig = {}): RunVolumes {
  return { volumes: maps(podSpecConfig?.volumes), mounts: maps(containerConfig?.volumeMounts) };
}

/** All of some layers. */
export function together(...layers: readonly RunVolumes[]): RunVolumes {
  return { volumes: layers.flatMap(({ volumes }) => volumes), mounts: layers.flatMap(({ mounts }) => mounts) };
}

/** One layer in the place of what has the same name, or the same path, in the one below. */
export function inPlaceOf(under: RunVolumes, over: RunVolumes): RunVolumes {
  const left = {
    volumes: under.volumes.filter(({ name }) => !over.volumes.some((one) => one.name === name)),
    mounts: under.mounts.filter(({ mountPath }) => !over.mounts.some((one) => one.mountPath === mountPath)),
  };
  return together(left, over);
}

/**
 * Volumes and mounts that are said twice with a difference, which the API server refuses when a run starts; what is said
 * twice alike Dagster takes once.
 */
export function checkDifferences(under: RunVolumes, own: RunVolumes, path: string): Issue[] {
  const { volumes, mounts } = together(under, own);
  return [
    ...differences(under.volumes, own.volumes, 'name').map((name) =>
      notAllowed(
        `${path}.volumes`,
        name,
        `a name that no other volume of a run has (${others(volumes, 'name', name)})`,
      ),
    ),
    ...differences(under.mounts, own.mounts, 'mountPath').map((at) =>
      notAllowed(
        `${path}.volumeMounts`,
        at,
        `a path where a run sees nothing else (${others(mounts, 'mountPath', at)})`,
      ),
    ),
  ];
}

/** Each item once, of those that are alike. */
export function withoutRepeats<T>(items: readonly T[]): T[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(other, item)) === index);
}

/** Mounts of volumes that a run does not have. */
export function checkMounted({ volumes, mounts }: RunVolumes, path: string): Issue[] {
  const known = volumes.map(({ name }) => name);
  const unknown = mounts.map(({ name }) => name).filter((name) => !known.includes(name));
  return [...new Set(unknown)].map((name) => {
    const allowed = `a volume of runs (${others(volumes, 'name', name)}); add it to volumes`;
    return notAllowed(`${path}.volumeMounts`, name, allowed);
  });
}

function differences(under: RunVolumes['volumes'], own: RunVolumes['volumes'], by: string): unknown[] {
  const clashes = own.filter((item, index) =>
    [...under, ...own.slice(0, index)].some((other) => other[by] === item[by] && !isDeepStrictEqual(other, item)),
  );
  return [...new Set(clashes.map((item) => item[by]))];
}

function others(items: RunVolumes['volumes'], by: string, but: unknown): string {
  const names = [...new Set(items.map((item) => item[by]))].filter((name) => name !== but);
  return names.length === 0 ? 'there is no other' : `others: ${names.join(', ')}`;
}

function maps(items: unknown): Readonly<Record<string, unknown>>[] {
  const settled = byDefault(items);
  return Array.isArray(settled) ? settled.filter(isMap) : [];
}
