import type { IVolume, IVolumeMount } from 'kubernetes-models/v1';

/** A volume and where a container sees it. */
export interface MountedVolume {
  readonly volume: IVolume;
  readonly mount: Omit<IVolumeMount, 'name'>;
}

/** An empty directory that lives as long as the pod. */
export function scratch(name: string, mountPath: string): MountedVolume {
  return { volume: { name, emptyDir: {} }, mount: { mountPath } };
}

export function volumesOf(mounted: readonly MountedVolume[]): IVolume[] {
  return mounted.map(({ volume }) => volume);
}

export function mountsOf(mounted: readonly MountedVolume[]): IVolumeMount[] {
  return mounted.map(({ volume, mount }) => ({ name: volume.name, ...mount }));
}
