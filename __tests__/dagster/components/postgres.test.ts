import type { DagsterPostgresOptions } from '../../../lib/index.js';
import { errorsOfProps, find, type KubernetesObject, podsOf, usualObjects } from '../../support/releases.js';

const server = (postgresql: DagsterPostgresOptions = {}): KubernetesObject =>
  find(usualObjects({ postgresql }), 'StatefulSet', 'test-postgresql');

const { spec } = server();
const pod = spec.template.spec;
const [container] = pod.containers;
const externalDatabase = { host: 'db.example.com', port: 5433 };

/** Where each Dagster container finds the database. */
function variables(objects: KubernetesObject[], name: string): unknown[] {
  const containers = podsOf(objects).flatMap((own) => own.containers);
  const found = containers
    .flatMap(({ env }) => env ?? [])
    .filter((variable: { name: string }) => variable.name === name);
  return found.map(({ value }: { value: unknown }) => value);
}

describe('embedded', () => {
  test('it is one pod of PostgreSQL 18 that runs as the image’s own user', () => {
    expect(spec.replicas).toBe(1);
    expect(container.image).toMatch(/^docker\.io\/library\/postgres:18\.\d+$/);
    expect(pod.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 999, fsGroup: 999 });
    expect(container.command).toEqual(['docker-entrypoint.sh', 'postgres']);
  });

  test('its data is on a volume that stays when the release goes', () => {
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(spec.volumeClaimTemplates).toStrictEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } },
      },
    ]);
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/postgresql' });
  });

  test('a volume that another chart has filled is mounted where no image has a volume of its own', () => {
    const image = { repository: 'docker.io/library/postgres', tag: '14.6' };
    const [main] = server({ image, dataDirectory: 'data' }).spec.template.spec.containers;
    expect(main.volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/postgresql/volume' });
    expect(main.env).toContainEqual({ name: 'PGDATA', value: '/var/lib/postgresql/volume/data' });
    expect(container.env.map(({ name }: { name: string }) => name)).not.toContain('PGDATA');
  });

  test.each(['..', '/data', 'a/../b', 'a/', ''])(
    'its folder is below the root of the volume, not %j',
    (dataDirectory) => {
      expect(errorsOfProps({ postgresql: { dataDirectory } })).toEqual([
        expect.stringContaining(`dataDirectory: found ${JSON.stringify(dataDirectory)}; allowed: a `),
      ]);
    },
  );

  test.each([
    ['docker.io/library/postgres', '14.6', 1],
    ['postgres', '17-alpine', 1],
    ['docker.io/library/postgres', '18.1', 0],
    ['docker.io/library/postgres', 'latest', 0],
    ['registry.example.com/ours', '3', 0],
  ])('%s:%s, whose data would end with its pod, needs the folder of its data: %j', (repository, tag, count) => {
    const errors = errorsOfProps({ postgresql: { image: { repository, tag } } });
    expect(errors).toHaveLength(count);
    for (const error of errors)
      expect(error).toContain(
        `image.tag: found "${tag}"; allowed: 18 or later; or any version whose data is in the folder dataDirectory`,
      );
  });

  test('size and class of the volume are properties, the size in canonical form', () => {
    const [claim] = server({ storageSize: '102400Mi', storageClassName: 'fast' }).spec.volumeClaimTemplates;
    expect(claim.spec).toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '100Gi' } } });
  });

  test('it has a name of its own for each pod, and one Service that pods connect to', () => {
    const objects = usualObjects();
    expect(spec.serviceName).toBe('test-postgresql-headless');
    expect(find(objects, 'Service', 'test-postgresql-headless').spec).toMatchObject({ clusterIP: 'None' });
    expect(find(objects, 'Service', 'test-postgresql').spec).toStrictEqual({
      selector: {
        'app.kubernetes.io/component': 'postgresql',
        'app.kubernetes.io/name': 'dagster',
        'app.kubernetes.io/instance': 'test',
      },
      ports: [{ name: 'postgresql', port: 5432, targetPort: 'postgresql', protocol: 'TCP' }],
    });
    expect(new Set(variables(objects, 'DAGSTER_PG_HOST'))).toEqual(new Set(['test-postgresql']));
    expect(new Set(variables(objects, 'DAGSTER_PG_PORT'))).toEqual(new Set(['5432']));
  });

  test('it may write its sockets and temporary files, on a read-only root', () => {
    const mounts = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
    expect(mounts).toEqual(['/var/run/postgresql', '/tmp', '/var/lib/postgresql']);
  });

  test('it has two minutes to write a checkpoint before it is killed', () => {
    expect(pod.terminationGracePeriodSeconds).toBe(120);
  });

  test('its probes log in to the database over TCP, which the image’s first setup does not serve', () => {
    const exec = { command: ['pg_isready', '-U', 'me', '-d', 'runs', '-h', '127.0.0.1'] };
    const [own] = server({ username: 'me', database: 'runs' }).spec.template.spec.containers;
    expect([own.startupProbe, own.readinessProbe, own.livenessProbe]).toMatchObject([{ exec }, { exec }, { exec }]);
  });

  test('database and user are properties, which every process gets', () => {
    const objects = usualObjects({ postgresql: { username: 'me', database: 'runs' } });
    expect(new Set(variables(objects, 'DAGSTER_PG_DB'))).toEqual(new Set(['runs']));
    expect(new Set(variables(objects, 'DAGSTER_PG_USERNAME'))).toEqual(new Set(['me']));
    expect(find(objects, 'StatefulSet', 'test-postgresql').spec.template.spec.containers[0].env).toMatchObject([
      { name: 'POSTGRES_DB', value: 'runs' },
      { name: 'POSTGRES_USER', value: 'me' },
      { name: 'POSTGRES_PASSWORD' },
    ]);
  });

  test('its resources are a property, in canonical form', () => {
    const resources = { requests: { cpu: '1000m' }, limits: { memory: '2048Mi' } };
    const [own] = server({ resources }).spec.template.spec.containers;
    expect(own.resources).toStrictEqual({ requests: { cpu: '1' }, limits: { memory: '2Gi' } });
  });

  test.each(['abc', '', '-1', '0', '1 Gi', '0.0001'])('rejects the volume size %j', (storageSize) => {
    expect(errorsOfProps({ postgresql: { storageSize } })).toEqual([
      `test/postgresql: storageSize: found "${storageSize}"; allowed: a quantity above 0, such as "8Gi"`,
    ]);
  });

  test('rejects a request above its limit', () => {
    const resources = { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } };
    expect(errorsOfProps({ postgresql: { resources } })).toEqual([
      expect.stringContaining('test/postgresql/embedded/server: resources.requests.memory: found 2Gi, above the limit'),
    ]);
  });
});

describe('external', () => {
  const objects = usualObjects({ postgresql: { externalDatabase } });

  test('every Dagster process and every run finds the external host and port', () => {
    expect(variables(objects, 'DAGSTER_PG_HOST')).toEqual(Array(6).fill('db.example.com'));
    expect(variables(objects, 'DAGSTER_PG_PORT')).toEqual(Array(6).fill('5433'));
    expect(find(objects, 'ConfigMap', 'test-run-environment').data).toStrictEqual({
      DAGSTER_PG_DB: 'dagster',
      DAGSTER_PG_HOST: 'db.example.com',
      DAGSTER_PG_PORT: '5433',
      DAGSTER_PG_USERNAME: 'dagster',
      HOME: '/tmp',
    });
  });

  test('a values document decides it as properties do', () => {
    const values = { postgresql: { enabled: false, externalDatabase } };
    expect(usualObjects({ values })).toEqual(objects);
  });

  test('an external database is implied by its host and port', () => {
    expect(usualObjects({ postgresql: { enabled: false, externalDatabase } })).toEqual(objects);
  });
});
