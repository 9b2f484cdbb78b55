import { checkPrivileges } from '../../../lib/engine/policy/privileges.js';
import { deploymentOf, found } from '../../support/manifests.js';

const errors = (own: object, ofPod: object = {}): string[] =>
  found(checkPrivileges(deploymentOf({ securityContext: own }, { securityContext: ofPod })));

test.each([
  ['privileged', { privileged: true }, 'privileged: true'],
  ['with the capability SYS_ADMIN', { capabilities: { add: ['SYS_ADMIN'] } }, 'the capability SYS_ADMIN'],
])('rejects a container that is %s and may not escalate its privileges', (_, context, why) => {
  expect(errors({ ...context, allowPrivilegeEscalation: false })).toEqual([
    `containers.0.securityContext.allowPrivilegeEscalation: found false with ${why}`,
  ]);
  expect(errors(context)).toEqual([]);
  expect(errors({ ...context, allowPrivilegeEscalation: true })).toEqual([]);
});

test('rejects root where no root may be, whether the pod or the container says either', () => {
  const error = ['containers.0.securityContext: found the user 0 with runAsNonRoot: true'];
  expect(errors({ runAsUser: 0, runAsNonRoot: true })).toEqual(error);
  expect(errors({ runAsNonRoot: true }, { runAsUser: 0 })).toEqual(error);
  expect(errors({ runAsUser: 0 }, { runAsNonRoot: true })).toEqual(error);
  expect(errors({ runAsUser: 0, runAsNonRoot: false }, { runAsNonRoot: true })).toEqual([]);
  expect(errors({ runAsUser: 5 }, { runAsUser: 0, runAsNonRoot: true })).toEqual([]);
});
