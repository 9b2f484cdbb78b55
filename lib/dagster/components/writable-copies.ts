import type { Construct } from 'constructs';
import { type ContainerResources, type Issue, notAllowed, quote } from '../../engine/index.js';
import { openResources, usualResources } from '../../kubernetes/fixed-resources.js';
import { type Image, imageReference } from '../../kubernetes/image.js';
import type { OpenContainer, ProcessOptions } from '../../kubernetes/pod-options.js';
import { DAGSTER_HOME } from '../config/paths.js';
import type { ContainerContextOptions } from '../runs/container-context.js';

/** What it says of folders that its code writes to, and what follows from it. */
interface Copying extends Pick<ProcessOptions, 'volumes' | 'volumeMounts' | 'securityContext' | 'pod'> {
  readonly image: Image;
  readonly writableCopies?: readonly string[];
  readonly runs?: ContainerContextOptions;
}

const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };

/** Where an init container sees the volume that it fills. */
const TARGET = '/writable';

/** Paths that are volumes anyway. */
const TAKEN = [DAGSTER_HOME, '/tmp'];

/** The same location in the words of pods: init containers copy folders of its image to volumes in their place. */
export function withWritableCopies<T extends Copying>(construct: Construct, location: T): T {
  const { writableCopies = [], volumes = [], volumeMounts = [], pod = {}, runs = {} } = location;
  if (writableCopies.length === 0) return location;
  const name = (index: number) => `writable-${index}`;
  const copies = writableCopies.map((path, index) =>
    copy(location, path, name(index), usualResources(construct, RESOURCES)),
  );
  const inRuns = runs.pod?.initContainers;
  return {
    ...location,
    volumes: [...writableCopies.map((_, index) => ({ name: name(index), emptyDir: {} })), ...volumes],
    volumeMounts: [...writableCopies.map((mountPath, index) => ({ name: name(index), mountPath })), ...volumeMounts],
    pod: { ...pod, initContainers: [...copies, ...(pod.initContainers ?? [])] },
    ...(inRuns === undefined
      ? {}
      : { runs: { ...runs, pod: { ...runs.pod, initContainers: [...copies, ...inRuns] } } }),
  };
}

function copy(
  { image, pod = {}, securityContext }: Copying,
  path: string,
  volume: string,
  usual: ContainerResources,
): OpenContainer {
  return {
    name: volume,
    image: imageReference(image),
    imagePullPolicy: image.pullPolicy ?? 'IfNotPresent',
    // What is copied belongs to the user of the pod, links stay links.
    command: ['cp', '-RP', `${path}/.`, TARGET],
    resources: openResources(pod.initContainerResources ?? usual),
    securityContext,
    volumeMounts: [{ name: volume, mountPath: TARGET }],
  };
}

/** What is wrong with the paths. */
export function checkWritableCopies({ writableCopies = [] }: Copying, path: string): Issue[] {
  return writableCopies.flatMap((folder, index) => {
    const at = `${path}.${index}`;
    const normal = folder.startsWith('/') && !/\/\/|\/$|\/\.{1,2}(\/|$)|[:\0]/.test(folder);
    if (!normal) return [notAllowed(at, folder, 'a folder of the image, such as "/app/dbt", without "/" at its end')];
    const others = [...TAKEN, ...writableCopies.filter((_, other) => other !== index)];
    const clash = others.find((other) => isWithin(folder, other) || isWithin(other, folder));
    if (clash === undefined) return [];
    return [notAllowed(at, folder, `a folder that neither is nor holds nor lies in ${quote(clash)}`)];
  });
}

function isWithin(folder: string, other: string): boolean {
  return `${folder}/`.startsWith(`${other}/`);
}
