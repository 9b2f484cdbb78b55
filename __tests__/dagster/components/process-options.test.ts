import { type ProcessOptions, RunLauncher } from '../../../lib/index.js';
import { EXAMPLE, type KubernetesObject, usualObjects } from '../../support/releases.js';

const own: ProcessOptions = {
  image: { repository: 'example.com/own', tag: '9', pullPolicy: 'Always' },
  env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
  envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }],
  volumes: [{ name: 'own', configMap: { name: 'own' } }],
  volumeMounts: [{ name: 'own', mountPath: '/own' }],
  securityContext: { readOnlyRootFilesystem: false },
  serviceAccount: { name: 'own' },
  pod: {
    labels: { team: 'a' },
    annotations: { note: 'b' },
    imagePullSecrets: ['registry'],
    sidecars: [{ name: 'sidecar', image: 'sidecar:1' }],
    initContainers: [{ name: 'first', image: 'first:1' }],
    initContainerResources: { limits: { cpu: '10m' } },
    nodeSelector: { disk: 'ssd' },
    affinity: { podAntiAffinity: {} },
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    topologySpreadConstraints: [],
    priorityClassName: 'high',
    schedulerName: 'second',
    terminationGracePeriodSeconds: 7,
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
    securityContext: { fsGroup: 2000 },
  },
};
const checked: ProcessOptions = {
  ...own,
  probes: {
    startup: { exec: { command: ['started'] } },
    readiness: { exec: { command: ['ready'] } },
    liveness: { exec: { command: ['alive'] } },
  },
};
/** The strategy of the daemon is its own. */
const daemonDeployment = { labels: { tier: 'c' }, annotations: { note: 'd' }, revisionHistoryLimit: 2 };
const rolled: ProcessOptions = { ...checked, deployment: { ...daemonDeployment, strategy: { type: 'Recreate' } } };

const objects = usualObjects({
  webserver: { ...rolled, readOnly: { serviceAccount: { name: 'own' } } },
  daemon: { ...checked, deployment: daemonDeployment },
  userCode: {
    locations: [
      { ...EXAMPLE, ...rolled, image: { ...EXAMPLE.image, pullPolicy: 'Always' }, includeConfigInLaunchedRuns: false },
    ],
  },
  runLauncher: RunLauncher.celeryK8s({
    brokerSecret: { name: 'celery', key: 'DAGSTER_CELERY_BROKER_URL' },
    workers: rolled,
  }),
  migration: own,
  postgresql: checked,
});

/** Every process that there is. */
const OWNERS: [string, RegExp][] = [
  ['the webserver', /^Deployment test-webserver$/],
  ['its read-only twin', /^Deployment test-webserver-read-only$/],
  ['the daemon', /^Deployment test-daemon$/],
  ['a code location', /^Deployment test-user-code-example$/],
  ['a Celery worker', /^Deployment test-celery-dagster$/],
  ['the migration', /^Job test-migrate-[0-9a-f]{8}$/],
  ['the embedded database', /^StatefulSet test-postgresql$/],
];

function ownerOf(pattern: RegExp): KubernetesObject {
  const owner = objects.find(({ kind, metadata }) => pattern.test(`${kind} ${metadata.name}`));
  if (owner === undefined) throw new Error(`no ${pattern}`);
  return owner;
}

describe.each(OWNERS)('%s', (name, pattern) => {
  const { metadata, spec } = ownerOf(pattern);
  const template = spec.template;
  const [main, sidecar] = template.spec.containers;
  const [first, wait] = template.spec.initContainers;

  test('has an image of its own', () => {
    const image = name === 'a code location' ? 'example.com/etl:1.2.3' : 'example.com/own:9';
    expect(main).toMatchObject({ image, imagePullPolicy: 'Always' });
  });

  test('has variables of its own, after those it needs', () => {
    expect(main.env.at(-1)).toStrictEqual({ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } });
    expect(main.envFrom.slice(-2)).toStrictEqual([{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }]);
  });

  test('has volumes of its own, after those it needs', () => {
    expect(template.spec.volumes.at(-1)).toStrictEqual({ name: 'own', configMap: { name: 'own' } });
    expect(main.volumeMounts.at(-1)).toStrictEqual({ name: 'own', mountPath: '/own' });
  });

  test('has labels and annotations of its own', () => {
    expect(template.metadata).toMatchObject({ labels: { team: 'a' }, annotations: { note: 'b' } });
    if (pattern.source.startsWith('^Deployment')) {
      expect(metadata).toMatchObject({ labels: { tier: 'c' }, annotations: { note: 'd' } });
    }
  });

  test('has sidecars, and init containers before its own', () => {
    const restricted = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true };
    expect(sidecar).toMatchObject({ name: 'sidecar', image: 'sidecar:1', securityContext: restricted });
    expect(first).toMatchObject({ name: 'first', image: 'first:1', securityContext: restricted });
  });

  test('sizes its own init container', () => {
    if (name === 'the embedded database') expect(wait).toBeUndefined();
    else expect(wait).toMatchObject({ name: 'check-db-ready', resources: { limits: { cpu: '10m' } } });
  });

  test('is scheduled as its pod says', () => {
    expect(template.spec).toMatchObject({
      imagePullSecrets: [{ name: 'registry' }],
      nodeSelector: { disk: 'ssd' },
      affinity: { podAntiAffinity: {} },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      priorityClassName: 'high',
      schedulerName: 'second',
      terminationGracePeriodSeconds: 7,
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      serviceAccountName: 'own',
    });
    expect(template.spec).not.toHaveProperty('topologySpreadConstraints');
  });

  test('is relaxed field by field, pod and container apart', () => {
    expect(template.spec.securityContext).toMatchObject({ fsGroup: 2000, runAsNonRoot: true });
    expect(main.securityContext).toMatchObject({ readOnlyRootFilesystem: false, allowPrivilegeEscalation: false });
  });

  test('is probed as it says', () => {
    const { startupProbe, readinessProbe, livenessProbe } = main;
    expect([startupProbe, readinessProbe, livenessProbe]).toEqual(
      name === 'the migration'
        ? [undefined, undefined, undefined]
        : ['started', 'ready', 'alive'].map((word) => ({ exec: { command: [word] } })),
    );
  });

  test('is rolled out as it says', () => {
    if (!pattern.source.startsWith('^Deployment')) return;
    expect(spec).toMatchObject({ strategy: { type: 'Recreate' }, revisionHistoryLimit: 2 });
  });
});
