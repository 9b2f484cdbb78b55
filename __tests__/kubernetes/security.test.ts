import { PostgresPassword } from '../../lib/index.js';
import { type KubernetesObject, type Pods, podsOf, usualChart } from '../support/releases.js';

/** All pods that there are: a release with every component, and its runs. */
const chart = usualChart({ postgresql: { password: PostgresPassword.createdInCluster() } });
const pods = podsOf(chart.toJson());
const containers = pods.flatMap((own): [string, Pods, KubernetesObject][] =>
  own.containers.map((container) => [`${own.owner} ${container.name}`, own, container]),
);

test('the checks below see every container, init containers and Jobs included', () => {
  expect(containers.map(([name]) => name.replace(/-[0-9a-f]{8} /, ' '))).toEqual([
    'Job test-postgresql-password create-secret',
    'StatefulSet test-postgresql postgresql',
    'Deployment test-user-code-example check-db-ready',
    'Deployment test-user-code-example user-code',
    'Deployment test-webserver check-db-ready',
    'Deployment test-webserver webserver',
    'Deployment test-daemon check-db-ready',
    'Deployment test-daemon daemon',
  ]);
});

/** @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
describe.each(containers)('the pod-security level "restricted" admits %s', (_, { spec }, container) => {
  const context = container.securityContext;
  test('it runs as a user other than root, who owns its volumes', () => {
    expect(context.runAsNonRoot).toBe(true);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, fsGroup: spec.securityContext.runAsUser });
    expect(spec.securityContext.runAsUser).toBeGreaterThan(0);
    expect(context).not.toHaveProperty('runAsUser');
  });

  test('it gains no privileges', () => {
    expect(context).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    expect(context.privileged ?? false).toBe(false);
    expect(context.capabilities.add ?? []).toEqual([]);
    expect(context.procMount ?? 'Default').toBe('Default');
    expect([...(spec.securityContext.sysctls ?? [])]).toEqual([]);
  });

  test('it runs under the seccomp profile of the runtime', () => {
    expect(context.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test('it shares nothing with its node', () => {
    const { hostNetwork = false, hostPID = false, hostIPC = false, hostUsers = true } = spec;
    expect([hostNetwork, hostPID, hostIPC, hostUsers]).toEqual([false, false, false, true]);
    expect((container.ports ?? []).filter((port: object) => 'hostPort' in port)).toEqual([]);
  });

  test('it mounts volumes of the allowed kinds alone', () => {
    const kinds = spec.volumes.flatMap(({ name, ...source }: { name: string }) => Object.keys(source));
    expect(['configMap', 'emptyDir']).toEqual(expect.arrayContaining(kinds));
  });
});

describe.each(containers)('beyond "restricted", %s', (_, { spec }, container) => {
  test('has a read-only root file system, and a writable /tmp', () => {
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(container.volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
  });

  test('has requests and limits for CPU and memory', () => {
    const both = { cpu: expect.any(String), memory: expect.any(String) };
    expect(container.resources).toEqual({ requests: both, limits: both });
  });

  test('mounts volumes that exist', () => {
    const claims = ['data'];
    const volumes = [...spec.volumes.map(({ name }: { name: string }) => name), ...claims];
    const mounts = container.volumeMounts.map(({ name }: { name: string }) => name);
    expect(volumes).toEqual(expect.arrayContaining(mounts));
  });
});

test('only pods that talk to the Kubernetes API get a token: webserver, daemon and the Job', () => {
  const withToken = pods.filter(({ spec }) => spec.automountServiceAccountToken !== false).map(({ owner }) => owner);
  expect(withToken).toEqual([
    expect.stringMatching(/^Job test-postgresql-password-/),
    'Deployment test-webserver',
    'Deployment test-daemon',
  ]);
  const accounts = chart.toJson().filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.filter((account) => account.automountServiceAccountToken !== false)).toEqual([]);
});

test('every pod runs as a service account of its own release', () => {
  const accounts = chart.toJson().filter(({ kind }) => kind === 'ServiceAccount');
  const names = accounts.map(({ metadata }) => metadata.name);
  expect(names).toEqual(expect.arrayContaining(pods.map(({ spec }) => spec.serviceAccountName)));
  expect(names).not.toContain('default');
});

test('no pod gets variables for Services, which could configure Dagster’s commands', () => {
  expect(pods.filter(({ spec }) => spec.enableServiceLinks !== false)).toEqual([]);
});
