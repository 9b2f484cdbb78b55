import type { ReleaseProps } from '../release-props.js';
import { KEYS } from '../values/key.js';
import type { SliceProps } from '../values/slice.js';
import * as is from './is.js';
import type { Check, Checks } from './option-check.js';

/** Names, versions and links are checked where they are written. */
export const RELEASE_OPTIONS: Checks<ReleaseProps> = {
  release: is.anyText,
  namespace: is.anyText,
  nameOverride: is.anyText,
  labels: is.map(is.open(is.anyText)),
  annotations: is.map(is.open(is.anyText)),
  values: is.document,
  valuesFile: is.text,
  chart: is.either(is.anyText, is.no),
};

/** Options of a release that has no class of its own. */
export const RELEASE_ALONE = is.bag(RELEASE_OPTIONS);

/** Options of a release whose class has further ones of its own. */
export const RELEASE_PROPS = is.among(RELEASE_OPTIONS);

const SLICE: Checks<SliceProps> = {
  key: is.required(is.text),
  description: is.required(is.anyText),
  keys: is.required(KEYS),
  schema: is.anything,
  contract: is.anything,
  published: is.anything,
};

/** What a component says of itself; one that says too little has no keys. */
export function sliceOf(id: string): Check {
  return is.bag(SLICE, { key: id, description: '', keys: {} });
}
