import { type Issue, quote } from '../../data/issue.js';
import { isMap } from '../../data/json.js';
import type { Manifest } from '../manifest.js';
import { podOf } from '../pod-spec.js';
import { address, between, type Form, fileMode, oneOf, onlyOneBeside, pathInVolume } from './forms.js';
import { PartRules } from './part-rules.js';
import { requirement, toleration } from './scheduling.js';

const LARGEST_ID = 2 ** 31 - 1;

const CONTAINERS: Record<string, Form> = {
  'env.*.valueFrom': oneOf(['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef']),
  'env.*': oneValue,
  'env.*.value': withoutNul,
  'command.*': withoutNul,
  'args.*': withoutNul,
  'envFrom.*': oneOf(['configMapRef', 'secretRef']),
  'volumeMounts.*': oneOf(['subPath', 'subPathExpr'], 0),
  'volumeMounts.*.subPath': pathInVolume,
  'volumeMounts.*.mountPath': (path) =>
    String(path).includes(':') ? `found "${path}"; allowed: a path without ":"` : undefined,
  'securityContext.runAsUser': between(0, LARGEST_ID),
  'securityContext.runAsGroup': between(0, LARGEST_ID),
};

/**
 * What the API server says of a pod beyond its schema.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go
 */
const POD = new PartRules({
  ...Object.fromEntries(
    ['containers', 'initContainers'].flatMap((list) =>
      Object.entries(CONTAINERS).map(([pattern, form]) => [`${list}.*.${pattern}`, form]),
    ),
  ),
  'containers.*': withImage,
  'initContainers.*': withImage,
  'volumes.*': onlyOneBeside('name'),
  'volumes.*.projected.sources.*': onlyOneBeside(),
  'volumes.**.defaultMode': fileMode,
  'volumes.**.mode': fileMode,
  'securityContext.runAsUser': between(0, LARGEST_ID),
  'securityContext.runAsGroup': between(0, LARGEST_ID),
  'securityContext.fsGroup': between(0, LARGEST_ID),
  'securityContext.supplementalGroups.*': between(0, LARGEST_ID),
  terminationGracePeriodSeconds: between(0, Infinity),
  activeDeadlineSeconds: between(1, LARGEST_ID),
  'hostAliases.*.ip': address,
  'tolerations.*': toleration,
  'topologySpreadConstraints.*.maxSkew': between(1, Infinity),
  'topologySpreadConstraints.*.labelSelector.matchExpressions.*': requirement,
  'affinity.**.weight': between(1, 100),
  'affinity.**.matchExpressions.*': requirement,
});

/** A pod that its schema admits and the API server refuses. */
export function checkPodRules(manifest: Manifest): Issue[] {
  const pod = podOf(manifest);
  if (pod === undefined) return [];
  return POD.check(pod.spec, pod.path);
}

/** An empty value beside `valueFrom` is none. */
function oneValue(variable: unknown): string | undefined {
  const twice = isMap(variable) && variable.value && variable.valueFrom;
  return twice ? 'found value and valueFrom; allowed: one of them; leave the other out' : undefined;
}

/** No process can be told any. */
function withoutNul(text: unknown): string | undefined {
  return String(text).includes('\0') ? `found ${quote(text)}; allowed: a text without the character NUL` : undefined;
}

function withImage(container: unknown): string | undefined {
  return isMap(container) && !container.image ? 'found no image; allowed: image: the reference of one' : undefined;
}
