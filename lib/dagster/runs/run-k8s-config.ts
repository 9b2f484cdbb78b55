import type { IJob, IJobSpec } from 'kubernetes-models/batch/v1';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { copyOpen, type Issue, isMap, isOpenMap, type OpenData, type OpenMap, quote } from '../../engine/index.js';
import type { OpenMembers } from '../../kubernetes/open-types.js';

/** The metadata of a Job or a pod. */
export type JobMetadata = NonNullable<IJob['metadata']>;

/**
 * Parts of the Job of a run that have no option of their own, as Kubernetes spells them. Maps are merged with what the
 * options say; an item of a list replaces the one with its name, or with its mount path.
 */
export interface RunK8sConfig {
  /** The container. @default - nothing more */
  readonly containerConfig?: OpenMembers<Partial<IContainer>>;
  /** The spec of the pod. @default - nothing more */
  readonly podSpecConfig?: OpenMembers<Partial<IPodSpec>>;
  /** The metadata of the pod. @default - nothing more */
  readonly podTemplateSpecMetadata?: OpenMembers<JobMetadata>;
  /** The Job beside its metadata and spec. @default - nothing more */
  readonly jobConfig?: OpenMembers<Partial<Omit<IJob, 'metadata' | 'spec'>>>;
  /** The metadata of the Job. @default - nothing more */
  readonly jobMetadata?: OpenMembers<JobMetadata>;
  /** The spec of the Job. @default - nothing more */
  readonly jobSpecConfig?: OpenMembers<Partial<Omit<IJobSpec, 'template'>>>;
}

/** Dagster's names of the parts, in the order they are written. */
const SECTIONS: { readonly [K in keyof Required<RunK8sConfig>]: string } = {
  containerConfig: 'container_config',
  podSpecConfig: 'pod_spec_config',
  podTemplateSpecMetadata: 'pod_template_spec_metadata',
  jobConfig: 'job_config',
  jobMetadata: 'job_metadata',
  jobSpecConfig: 'job_spec_config',
};

/** Parts of a Job under Dagster's names, one laid over the other; empty parts are left out. */
export function renderRunK8sConfig(...layers: readonly RunK8sConfig[]): OpenMap {
  const copies = layers.map((layer) => new Map<string, unknown>(Object.entries(layer)));
  const sections = Object.entries(SECTIONS).flatMap(([name, key]): [string, OpenMap][] => {
    const merged = copies.map((layer) => openMap(layer.get(name))).reduce(laidOver, {});
    return Object.keys(merged).length > 0 ? [[key, merged]] : [];
  });
  return Object.fromEntries(sections);
}

/** One map laid over another: maps are merged, an item of a list replaces the one with its name, all else replaces. */
export function laidOver(under: OpenMap, over: OpenMap): OpenMap {
  const merged: Record<string, OpenData> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (isOpenMap(below) && isOpenMap(value)) merged[key] = laidOver(below, value);
    else if (isList(below) && isList(value)) merged[key] = lists(below, value);
    else merged[key] = value;
  }
  return merged;
}

function openMap(value: unknown): OpenMap {
  const copy = value === undefined ? {} : copyOpen(value);
  return isOpenMap(copy) ? copy : {};
}

function isList(value: OpenData | undefined): value is readonly OpenData[] {
  return Array.isArray(value);
}

function lists(under: readonly OpenData[], over: readonly OpenData[]): readonly OpenData[] {
  const identities = over.map(identity);
  if (identities.includes(undefined)) return over;
  return [...under.filter((item) => !identities.includes(identity(item))), ...over];
}

/** What tells the items of a list apart, if something does. */
function identity(item: OpenData): OpenData | undefined {
  return isOpenMap(item) ? (item.mountPath ?? item.name) : undefined;
}

/** What is wrong with raw parts of a Job: Dagster refuses a field in both of its spellings, only when a run starts. */
export function checkRunK8sConfig(config: RunK8sConfig, path: string): Issue[] {
  const issues: Issue[] = [];
  const reject = (at: string, value: unknown, allowed: string): void => {
    issues.push({ path: at, message: `found ${quote(value)}; allowed: ${allowed}` });
  };
  for (const [name, section] of Object.entries(config)) {
    if (section === undefined) continue;
    const at = `${path}.${name}`;
    if (!Object.hasOwn(SECTIONS, name)) reject(at, name, Object.keys(SECTIONS).join(', '));
    else if (!isMap(section)) reject(at, section, 'an object');
    else {
      copyOpen(section, issues, [at]);
      for (const key of Object.keys(section)) {
        if (key.includes('_')) reject(`${at}.${key}`, key, 'names as Kubernetes spells them, in camel case');
      }
    }
  }
  return issues;
}
