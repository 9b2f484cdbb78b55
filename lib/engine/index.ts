/**
 * The engine: cdk8s constructs that become values documents, manifests and Helm charts. It knows nothing of what is
 * released; all else stands on it by this door alone.
 *
 * @module engine
 */
export { ReleaseApp } from './app.js';
export { Component, type Knobs } from './component.js';
export { foundIn, type Issue, notAllowed, quote, ValidationError, within } from './data/issue.js';
export { copyPlain, type Data, isMap, type Json, type JsonMap } from './data/json.js';
export type { JsonSchema } from './data/json-schema.js';
export { checkName, checkNamespace, checkSecretKey, LABEL_1035, LONGEST_LABEL } from './data/names.js';
export { nearest } from './data/nearest.js';
export { canonicalQuantity, Quantity } from './data/quantity.js';
export { repeated } from './data/repeated.js';
export type { YamlStyle } from './data/yaml-style.js';
export { writeYaml } from './data/yaml-writer.js';
export { ArgoCd } from './faces/argo-cd/argo-cd.js';
export type {
  ArgoCdApplicationSet,
  ArgoCdDestination,
  ArgoCdNotification,
  ArgoCdProject,
  ArgoCdProps,
  ArgoCdSyncPolicy,
  ArgoCdSyncWindow,
} from './faces/argo-cd/argo-cd-props.js';
export { Face, type Released } from './faces/face.js';
export type { Files } from './faces/folder.js';
export type { ChartMetadata, Maintainer } from './faces/helm/chart-metadata.js';
export { HelmChart } from './faces/helm/helm-chart.js';
export type { HelmChartProps } from './faces/helm/helm-chart-props.js';
export { type Checked, checked } from './options/checked.js';
/** What an option may be: `is.text`, `is.list(is.text)`. */
export * as is from './options/is.js';
export {
  type Check,
  type Checks,
  issuesOf,
  type Kind,
  type OptionalCheck,
  type RequiredCheck,
  unknownKey,
} from './options/option-check.js';
export { RELEASE_OPTIONS } from './options/release-shape.js';
export { checkPodSpec } from './policy/check-pod-spec.js';
export type { Manifest } from './policy/manifest.js';
export { type Pod, podOf } from './policy/pod-spec.js';
export { Release } from './release.js';
export type { Documentation, Example, Note, ReleaseProps } from './release-props.js';
export { type SoleUse, useAlone } from './sole-use.js';
export { ConfigFile } from './tree/config-file.js';
export { nameByContent } from './tree/digest.js';
export type { Reader } from './tree/evaluate.js';
export { Knob } from './tree/knob.js';
export { open } from './tree/open.js';
export {
  byDefault,
  copyOpen,
  divideOpen,
  holdsKnobs,
  inRelease,
  isOpenMap,
  type Open,
  type OpenData,
  type OpenMap,
} from './tree/open-value.js';
export { Conditional, type Writer, WrittenBy } from './tree/presence.js';
export { type ReleaseScope, releaseOf } from './tree/release-scope.js';
export { ReleaseTest } from './tree/release-test.js';
export { All, Choice, either, Fact, JsonText, Token, type Tokenized } from './tree/token.js';
export { validate } from './tree/validation.js';
export { coalesce } from './values/coalesce.js';
export {
  boolean,
  choice,
  type GroupOptions,
  group,
  integer,
  type KeyLimits,
  type ListLimits,
  list,
  type MapLimits,
  map,
  type NumberLimits,
  number,
  quantity,
  resources,
  type TextLimits,
  text,
} from './values/key.js';
export type { Group, Key, KeyForm, Keys } from './values/key-types.js';
export {
  type ContainerResources,
  canonicalResources,
  checkResources,
  type Resources,
  resourcesSchema,
} from './values/resources.js';
export type { SliceProps, SliceSchema } from './values/slice.js';
export { validateAgainst } from './values/validate.js';
export { type ReleaseValues, valuesIn } from './values/values-folder.js';
