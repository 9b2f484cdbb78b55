import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { DAGSTER_VERSION } from '../dagster/version.js';
import type { Tokenized } from '../engine/tree/token.js';
import type { Selector } from './labels.js';
import { createObject } from './object.js';

export interface JobProps {
  /** What follows the release name in the Job's name, before the digest of its inputs. */
  readonly suffix: string;
  readonly selector: Selector;
  /** All that the pod template depends on, less the names that the release gives; nothing that the values document decides. */
  readonly inputs: readonly unknown[];
  readonly template: Tokenized<IPodTemplateSpec>;
}

/** A Job. One that is there cannot be changed, so a digest of its inputs is part of its name: a changed Job is another one. */
export function createJob(scope: Construct, id: string, { suffix, selector, inputs, template }: JobProps): ApiObject {
  const digest = createHash('sha256')
    .update(JSON.stringify([DAGSTER_VERSION, ...inputs]))
    .digest('hex');
  const identity = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    suffix: `${suffix}-${digest.slice(0, 8)}`,
    selector,
  } as const;
  return createObject<IJob>(scope, id, identity, { spec: { backoffLimit: 6, template } });
}
