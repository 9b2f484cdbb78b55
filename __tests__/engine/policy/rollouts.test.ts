import { checkRollouts } from '../../../lib/engine/policy/rollouts.js';
import { deploymentOf, found } from '../../support/manifests.js';

function errors(spec: object): string[] {
  const deployment = deploymentOf();
  return found(checkRollouts({ ...deployment, spec: { ...(deployment.spec as object), ...spec } }));
}

test.each([
  [
    { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
    'spec.strategy.rollingUpdate: found {"maxSurge":1}; allowed: nothing with the type Recreate',
  ],
  [
    { strategy: { rollingUpdate: { maxSurge: '0%', maxUnavailable: 0 } } },
    'spec.strategy.rollingUpdate: found maxSurge and maxUnavailable of 0; allowed: one of them above 0',
  ],
  [{ revisionHistoryLimit: -1 }, 'spec.revisionHistoryLimit: found -1; allowed: a number of at least 0'],
])('a Deployment has not %j', (spec, error) => {
  expect(errors(spec)).toEqual([error.replace(/; allowed.*/, '')]);
});

test.each([
  {},
  { strategy: { type: 'Recreate' }, revisionHistoryLimit: 0 },
  { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0 } } },
  { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
])('a Deployment may have %j', (spec) => {
  expect(errors(spec)).toEqual([]);
});
