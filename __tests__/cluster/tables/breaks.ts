import type { IContainer } from 'kubernetes-models/v1';
import { find, type KubernetesObject } from '../../support/releases.js';
import { expectSuccess } from '../support/checks.js';
import type { Dagster } from '../support/dagster.js';
import { eventually } from '../support/waiting.js';
import { complaints } from './complaints.js';
import { Outside } from './outside.js';
import { expectReach } from './reach.js';
import { apply, ctl, objectsOf, read } from './support.js';
import { TABLE, targets } from './who-reaches-whom.js';
import { NAME, props } from './whole-release.js';

const MANIFESTS: readonly KubernetesObject[] = objectsOf(NAME, props);
const INSTANCE = find(MANIFESTS, 'ConfigMap', `${NAME}-instance`);
const BROKEN_INSTANCE = 'broken-instance';

/** How the container of a webserver is broken, and what the check of its pods has to say. */
const BREAKS: readonly [string, (container: IContainer, pod: KubernetesObject['spec']) => void, RegExp][] = [
  [
    'wrong mount of workspace.yaml',
    ({ volumeMounts = [] }) => {
      for (const mount of volumeMounts) if (mount.name === 'workspace') mount.mountPath = '/elsewhere';
    },
    /webserver: exit code 2\n[\s\S]*workspace\.yaml/,
  ],
  [
    'missing variable',
    (container) => {
      container.env = container.env?.filter(({ name }) => name !== 'DAGSTER_PG_HOST') ?? [];
    },
    /webserver: exit code 1\n[\s\S]*DAGSTER_PG_HOST/,
  ],
  [
    'key that dagster.yaml does not have',
    (_, { volumes }) => {
      for (const { name, configMap } of volumes) if (name === 'instance') configMap.name = BROKEN_INSTANCE;
    },
    /webserver: exit code 1\n[\s\S]*unexpected config entry "run_monitor"/,
  ],
  [
    'missing Secret',
    ({ env = [] }) => {
      for (const { valueFrom } of env) if (valueFrom?.secretKeyRef) valueFrom.secretKeyRef.name = 'nowhere';
    },
    /webserver: CreateContainerConfigError: secret "nowhere" not found/,
  ],
];

/** A second webserver, which is broken. */
function brokenWebserver(name: string, damage: (typeof BREAKS)[number][1]): KubernetesObject {
  const { apiVersion, kind, metadata, spec } = structuredClone(find(MANIFESTS, 'Deployment', `${NAME}-webserver`));
  Object.assign(spec.selector.matchLabels, { broken: name });
  Object.assign(spec.template.metadata.labels, { broken: name });
  damage(spec.template.spec.containers[0], spec.template.spec);
  return { apiVersion, kind, metadata: { ...metadata, name }, spec: { ...spec, replicas: 1 } };
}

/** What is broken on purpose makes the checks fail that the release has passed. */
export function breaksAreFound(dagster: () => Dagster): void {
  describe('what is broken on purpose', () => {
    beforeAll(() => {
      const data = { 'dagster.yaml': INSTANCE.data['dagster.yaml'].replace('\nrun_monitoring:', '\nrun_monitor:') };
      const broken = BREAKS.map(([, damage], index) => brokenWebserver(`broken-${index}`, damage));
      apply([{ ...INSTANCE, metadata: { name: BROKEN_INSTANCE, namespace: NAME }, data }, ...broken]);
    });

    test.each(BREAKS)('a %s is found, and named', async (title, _, cause) => {
      const index = BREAKS.findIndex(([name]) => name === title);
      await eventually('the cause', 300, () => expect(complaints(NAME, `broken=broken-${index}`)).toMatch(cause));
    });

    (Outside.possible ? test : test.skip)('a missing policy is found, and whom it let in is named', async () => {
      ctl(['-n', NAME, 'delete', 'networkpolicy', `${NAME}-user-code-etl`]);
      const stranger = { stranger: { namespace: NAME, pod: 'stranger' } };
      await eventually('the way in', 180, async () => {
        await expect(expectReach(stranger, targets(), TABLE, 0)).rejects.toThrow(/stranger +yes +yes +- /);
      });
    });

    test('a missing rule of a Role is found, and named', async () => {
      const role = read(NAME, 'role', `${NAME}-run-launcher`);
      for (const rule of role.rules) rule.verbs = rule.verbs.filter((verb: string) => verb !== 'create');
      ctl(['replace', '-f', '-'], role);
      const daemon = `--as=system:serviceaccount:${NAME}:${NAME}-daemon`;
      await eventually('the loss', 60, () => {
        expect(() => ctl(['-n', NAME, 'auth', 'can-i', 'create', 'jobs', daemon])).toThrow();
      });
      const run = await dagster().launch('etl', 'quick');
      await expect(expectSuccess(dagster(), run)).rejects.toThrow(
        /jobs\.batch is forbidden[\s\S]*cannot create resource/,
      );
    });
  });
}
