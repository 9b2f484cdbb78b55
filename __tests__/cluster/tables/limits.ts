import { find } from '../../support/releases.js';
import { kubectl } from '../../support/tools.js';
import { eventually } from '../support/waiting.js';
import { expectRolledOut } from './complaints.js';
import { standIn } from './stand-ins.js';
import { apply, list, objectsOf, read } from './support.js';
import { ELSEWHERE, NAME, PRIORITY, podsOf, props } from './whole-release.js';

/** What the options of a release say to the cluster of its pods, while a run and its step are going. */
export function limitsTakeEffect(): void {
  test('an autoscaler finds what it scales, and brings it to the fewest pods', async () => {
    await eventually('two webservers', 180, () => {
      const { status } = read(NAME, 'hpa', `${NAME}-webserver`);
      const able = status.conditions.find(({ type }: { type: string }) => type === 'AbleToScale');
      const found = { able: able?.status, current: status.currentReplicas, pods: podsOf('webserver').length };
      expect(found).toEqual({ able: 'True', current: 2, pods: 2 });
    });
  });

  test('all pods have the priority of their class, runs and steps as well', () => {
    const seen = list(NAME, 'pods').map(({ metadata, spec }) => {
      return [metadata.labels?.['app.kubernetes.io/component'], spec.priorityClassName, spec.priority].join(' ');
    });
    const components = ['daemon', 'migrate', 'postgresql', 'postgresql-password', 'run_worker', 'step_worker'];
    const all = [...components, 'user-code', 'webserver'].map((component) => `${component} ${PRIORITY} 1000`);
    expect([...new Set(seen)].sort()).toEqual(all);
  });

  test('containers of runs that say no limit have that of the LimitRange, and none is above the highest', () => {
    const found = ['run_worker', 'step_worker'].map((component) => podsOf(component)[0]?.spec.containers[0].resources);
    const resources = { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '768Mi' } };
    expect(found).toEqual([resources, resources]);
    const most = 'maximum memory usage per Container is 2Gi, but limit is 3Gi';
    expect(refusal({ limits: { memory: '3Gi' } })).toContain(most);
  });

  test('a quota counts what the release takes, and refuses what passes it', () => {
    const { hard, used } = read(NAME, 'resourcequota', `${NAME}-quota`).status;
    expect(hard).toEqual(props.resourceQuota?.hard);
    expect(Object.keys(used).sort()).toEqual(['limits.memory', 'requests.cpu']);
    expect(Object.values(used)).not.toContain('0');
    expect(refusal({ requests: { cpu: '2' } })).toContain(`exceeded quota: ${NAME}-quota, requested: requests.cpu=2`);
  });

  test('a pod that its budget can spare is evicted, and no other', async () => {
    await eventually('a webserver to spare', 180, () => {
      expect(read(NAME, 'pdb', `${NAME}-webserver`).status.disruptionsAllowed).toBe(1);
    });
    expect(evict('user-code')).toContain("Cannot evict pod as it would violate the pod's disruption budget");
    expect(evict('webserver')).toBe('');
    await expectRolledOut(NAME);
  });

  test('pods are spread as the release says, and wait where they cannot be', async () => {
    const labelSelector = { matchLabels: { app: 'spread' } };
    const topologySpreadConstraints = [
      {
        maxSkew: 1,
        minDomains: 2,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule' as const,
        labelSelector,
      },
    ];
    const objects = objectsOf(NAME, { ...props, pod: { topologySpreadConstraints } });
    const said = find(objects, 'Deployment', `${NAME}-daemon`).spec.template.spec.topologySpreadConstraints;
    apply(
      ['a', 'b'].map((name) =>
        standIn(ELSEWHERE, name, { app: 'spread' }, [], { spec: { topologySpreadConstraints: said } }),
      ),
    );
    const message = expect.stringContaining("didn't match pod topology spread constraints");
    await eventually('one that runs, and one that waits', 120, () => {
      const conditions = list(ELSEWHERE, 'pods', 'app=spread').map(({ status }) => {
        return status.conditions.find(({ type }: { type: string }) => type === 'PodScheduled');
      });
      expect(conditions).toContainEqual(expect.objectContaining({ status: 'True' }));
      expect(conditions).toContainEqual(expect.objectContaining({ status: 'False', message }));
    });
  });
}

/** What the cluster says to a pod that takes much. */
function refusal(resources: object): string {
  const pod = standIn(NAME, 'greedy', {}, [], { resources });
  const { status, stderr } = kubectl(['create', '-f', '-'], JSON.stringify(pod));
  expect(status).toBe(1);
  return stderr;
}

/** What the eviction of a component's first pod is refused with. */
function evict(component: string): string {
  const name = podsOf(component)[0]?.metadata.name;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: NAME } };
  const path = `/api/v1/namespaces/${NAME}/pods/${name}/eviction`;
  return kubectl(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction)).stderr;
}
