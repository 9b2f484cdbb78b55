import { Construct } from 'constructs';
import { type Issue, notAllowed, type Release } from '../engine/index.js';
import { selectorOfRelease } from '../kubernetes/labels.js';
import { isCreated, serviceAccount } from '../kubernetes/objects.js';
import type { ServiceAccountOptions } from '../kubernetes/pod-options.js';

/** The one account of a release, as components of it say it, and as it is said in namespaces of runs. */
export interface ReleaseAccount {
  readonly here: { readonly name: string };
  readonly elsewhere: ServiceAccountOptions;
}

const SUFFIX = 'dagster';

/** The account of all pods of a release, which is created unless it exists; `undefined` where each component has its own. */
export function releaseAccount(
  release: Release,
  options: ServiceAccountOptions | undefined,
): ReleaseAccount | undefined {
  if (options === undefined) return undefined;
  const identity = { suffix: SUFFIX, selector: selectorOfRelease(release) };
  const name = serviceAccount(new Construct(release, 'account'), identity, options);
  return { here: { name }, elsewhere: { ...options, name, create: isCreated(options) } };
}

/** The accounts that are said beside the one of the release. @param said by the options that say them */
export function checkOnlyAccount(
  account: ReleaseAccount | undefined,
  said: Readonly<Record<string, ServiceAccountOptions | string | undefined>>,
): Issue[] {
  if (account === undefined) return [];
  const allowed = 'nothing beside serviceAccount of the release, which all pods have; leave one of them out';
  return Object.entries(said).flatMap(([path, value]) =>
    value === undefined ? [] : [notAllowed(path, value, allowed)],
  );
}
