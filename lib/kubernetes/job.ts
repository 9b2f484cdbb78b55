import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { nameByContent, type Tokenized } from '../engine/index.js';
import type { Selector } from './labels.js';
import { createObject } from './object.js';
import type { ObjectOptions } from './pod-options.js';

export interface JobProps {
  /** What follows the release name in the Job's name, before the digest of its content. */
  readonly suffix: string;
  readonly selector: Selector;
  readonly template: Tokenized<IPodTemplateSpec>;
  /** The version of what its pod runs. */
  readonly version?: string | undefined;
}

/** A Job. One that is there cannot be changed, so a digest of its content ends its name: a changed Job is another one. */
export function createJob(
  scope: Construct,
  id: string,
  { suffix, selector, template, version }: JobProps,
  { labels, annotations }: ObjectOptions = {},
): ApiObject {
  const identity = { apiVersion: 'batch/v1', kind: 'Job', suffix, selector, version, labels, annotations } as const;
  const job = createObject<IJob>(scope, id, identity, { spec: { backoffLimit: 6, template } });
  nameByContent(job);
  return job;
}
