import { checkSelectors } from '../../../lib/engine/policy/selectors.js';
import { printed } from '../../support/issues.js';
import { deploymentOf } from '../../support/manifests.js';

const policyFor = (expression: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p' },
  spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchExpressions: [expression] } }] }] },
});
const PATH = 'spec.ingress.0.from.0.podSelector.matchExpressions.0';

test.each([
  [
    { key: 'a', operator: 'in', values: ['b'] },
    `${PATH}.operator: found "in"; allowed: "In", "NotIn", "Exists", "DoesNotExist"; write one of these, as Kubernetes spells it`,
  ],
  [
    { key: 'a', operator: 'Gt', values: ['1'] },
    `${PATH}.operator: found "Gt"; allowed: "In", "NotIn", "Exists", "DoesNotExist"; write one of these, as Kubernetes spells it`,
  ],
  [{ key: 'a', operator: 'In', values: [] }, `${PATH}: found In with 0 values; allowed: at least one`],
  [{ key: 'a', operator: 'Exists', values: ['b'] }, `${PATH}: found Exists with 1 values; allowed: none`],
])('rejects %j', (expression, error) => {
  expect(printed(checkSelectors(policyFor(expression)))).toEqual([error]);
});

test('labels are selected in four ways', () => {
  expect(checkSelectors(policyFor({ key: 'a', operator: 'NotIn', values: ['b'] }))).toEqual([]);
  expect(checkSelectors(policyFor({ key: 'a', operator: 'DoesNotExist' }))).toEqual([]);
});

test('nodes are selected by numbers, too, which are rules of pods', () => {
  const terms = [{ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }];
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
  expect(checkSelectors(deploymentOf({}, { affinity }))).toEqual([]);
});
