import { checkPodRules } from '../../../lib/engine/policy/pod-rules/pod-rules.js';
import { deploymentOf, found } from '../../support/manifests.js';

const ofContainer = (container: object): string[] => found(checkPodRules(deploymentOf(container)));
const ofPod = (pod: object): string[] => found(checkPodRules(deploymentOf({}, pod)));

const KEY = { secretKeyRef: { name: 's', key: 'k' } };

test.each([
  ['value and valueFrom', { env: [{ name: 'A', value: 'x', valueFrom: KEY }] }, 'env.0: found value and valueFrom'],
  ['NUL in a variable', { env: [{ name: 'A', value: 'a\0' }] }, 'env.0.value: found "a\\u0000"'],
  ['NUL in a command', { command: ['sh', '\0'] }, 'command.1: found "\\u0000"'],
  ['NUL in an argument', { args: ['\0'] }, 'args.0: found "\\u0000"'],
  ['an empty valueFrom', { env: [{ name: 'A', valueFrom: {} }] }, 'env.0.valueFrom: found none of them'],
  [
    'two sources of a variable',
    { env: [{ name: 'A', valueFrom: { ...KEY, fieldRef: { fieldPath: 'metadata.name' } } }] },
    'env.0.valueFrom: found fieldRef and secretKeyRef',
  ],
  ['an envFrom of nothing', { envFrom: [{ prefix: 'A_' }] }, 'envFrom.0: found none of them'],
  [
    'an envFrom of two',
    { envFrom: [{ secretRef: { name: 's' }, configMapRef: { name: 'c' } }] },
    'envFrom.0: found configMapRef and secretRef',
  ],
  [
    'a mount of two paths in a volume',
    { volumeMounts: [{ name: 'v', mountPath: '/x', subPath: 'a', subPathExpr: 'b' }] },
    'volumeMounts.0: found subPath and subPathExpr',
  ],
  [
    'a mount outside its volume',
    { volumeMounts: [{ name: 'v', mountPath: '/x', subPath: 'a/../../b' }] },
    'volumeMounts.0.subPath: found "a/../../b"',
  ],
  [
    'a mount at a path with a colon',
    { volumeMounts: [{ name: 'v', mountPath: '/x:y' }] },
    'volumeMounts.0.mountPath: found "/x:y"',
  ],
  ['a negative user', { securityContext: { runAsUser: -5 } }, 'securityContext.runAsUser: found -5'],
  [
    'a group beyond the largest',
    { securityContext: { runAsGroup: 2 ** 31 } },
    'securityContext.runAsGroup: found 2147483648',
  ],
])('a container has not %s', (_, container, error) => {
  expect(ofContainer(container)).toEqual([expect.stringContaining(`containers.0.${error}`)]);
});

test.each([
  ['a container without an image', { initContainers: [{ name: 'a' }] }, 'initContainers.0: found no image'],
  [
    'a volume of two kinds',
    { volumes: [{ name: 'v', emptyDir: {}, secret: { secretName: 's' } }] },
    'volumes.0: found emptyDir and secret',
  ],
  [
    'a projection of two kinds',
    { volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 's' }, configMap: { name: 'c' } }] } }] },
    'volumes.0.projected.sources.0: found secret and configMap',
  ],
  [
    'permissions that are no octal number',
    { volumes: [{ name: 'v', secret: { secretName: 's', defaultMode: 644 } }] },
    'volumes.0.secret.defaultMode: found 644',
  ],
  [
    'permissions of an item beyond all',
    { volumes: [{ name: 'v', configMap: { name: 'c', items: [{ key: 'k', path: 'p', mode: 0o1000 }] } }] },
    'volumes.0.configMap.items.0.mode: found 512',
  ],
  ['negative time to end', { terminationGracePeriodSeconds: -1 }, 'terminationGracePeriodSeconds: found -1'],
  ['a group that is none', { securityContext: { supplementalGroups: [1, -1] } }, 'supplementalGroups.1: found -1'],
  ['an address that is none', { hostAliases: [{ ip: 'db', hostnames: ['db'] }] }, 'hostAliases.0.ip: found "db"'],
  [
    'a toleration of any value with a value',
    { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] },
    'tolerations.0: found operator Exists with the value "b"',
  ],
  ['a toleration of no key', { tolerations: [{ value: 'b' }] }, 'tolerations.0: found no key'],
  [
    'seconds of a toleration that evicts nothing',
    { tolerations: [{ key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 }] },
    'tolerations.0: found tolerationSeconds with the effect "NoSchedule"',
  ],
  [
    'no skew at all',
    { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
    'topologySpreadConstraints.0.maxSkew: found 0',
  ],
  [
    'a weight beyond 100',
    { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 500 }] } } },
    'weight: found 500',
  ],
  [
    'a requirement without the values that it needs',
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }],
          },
        },
      },
    },
    'matchExpressions.0: found In with 0 values',
  ],
])('a pod has not %s', (_, pod, error) => {
  expect(ofPod(pod)).toEqual([expect.stringContaining(error)]);
});

test.each([
  { env: [{ name: 'A' }, { name: 'B', value: '' }, { name: 'C', value: '', valueFrom: KEY }] },
  { envFrom: [{ prefix: 'A_', secretRef: { name: 's' } }] },
  { volumeMounts: [{ name: 'v', mountPath: '/x', subPath: 'a/b..c' }] },
  { securityContext: { runAsUser: 0 } },
])('a container may have %j', (container) => {
  expect(ofContainer(container)).toEqual([]);
});

test.each([
  { volumes: [{ name: 'v' }, { name: 'w', secret: { secretName: 's', defaultMode: 0o640 } }] },
  { tolerations: [{ operator: 'Exists' }, { key: 'a', effect: 'NoExecute', tolerationSeconds: 5 }] },
  { hostAliases: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] },
  {
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, preference: { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['8'] }] } },
          { weight: 1, preference: { matchExpressions: [{ key: 'spot', operator: 'DoesNotExist' }] } },
        ],
      },
    },
  },
])('a pod may have %j', (pod) => {
  expect(ofPod(pod)).toEqual([]);
});
