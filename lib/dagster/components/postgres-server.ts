import { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IPodTemplateSpec, IService } from 'kubernetes-models/v1';
import { type ContainerResources, Fact, type Open, Release, type Tokenized } from '../../engine/index.js';
import type { OpenResources } from '../../kubernetes/fixed-resources.js';
import { fixedResources } from '../../kubernetes/fixed-resources.js';
import { type Image, versionOf } from '../../kubernetes/image.js';
import { type Selector, selectorOf } from '../../kubernetes/labels.js';
import { createObject, objectName } from '../../kubernetes/object.js';
import { serviceAccount } from '../../kubernetes/objects.js';
import { podTemplate } from '../../kubernetes/pod.js';
import type { ObjectOptions, ProcessOptions } from '../../kubernetes/pod-options.js';
import { scratch } from '../../kubernetes/volumes.js';
import type { DatabaseConnection } from '../config/database.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { POSTGRES_UID } from '../users.js';
import { POSTGRES_VERSION } from '../version.js';

export interface PostgresServerProps {
  readonly connection: DatabaseConnection;
  readonly resources: OpenResources;
  /** As in `postgresql.conf`. */
  readonly settings: Readonly<Record<string, Open<string>>>;
  /** The folder of the volume that holds the data. @default - the image's own */
  readonly dataDirectory: string | undefined;
  /** A quantity, of bytes. */
  readonly storageSize: Open<string>;
  readonly storageClassName: Open<string> | undefined;
  readonly process: ProcessOptions;
  readonly statefulSet: ObjectOptions | undefined;
  readonly network: DagsterNetwork;
}

/** What follows the release name in the names of the server's objects. */
export const POSTGRES = 'postgresql';

export const POSTGRES_PORT = 5432;

/** The mount of the postgres image from version 18 on; it keeps the data in a folder of its own below it. */
const DATA = '/var/lib/postgresql';

/** The mount of a volume with a folder of somebody's own: no image declares a volume of its own below it. */
const ADOPTED = '/var/lib/postgresql/volume';

const IMAGE: Image = { repository: 'docker.io/library/postgres', tag: POSTGRES_VERSION };

const HEADLESS = `${POSTGRES}-headless`;

/** PostgreSQL in the release: a StatefulSet of one, whose volume stays when the release goes. */
export class PostgresServer extends Construct {
  private readonly selector: Selector;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PostgresServerProps,
  ) {
    super(scope, id);
    this.selector = selectorOf(Release.of(this), POSTGRES);
    const account = serviceAccount(this, { suffix: POSTGRES, selector: this.selector }, props.process.serviceAccount);
    this.createService('service', POSTGRES, {});
    this.createService('headless-service', HEADLESS, { clusterIP: 'None', publishNotReadyAddresses: true });
    this.createStatefulSet(account);
    props.network.limitDatabase(this, { suffix: POSTGRES, selector: this.selector }, POSTGRES_PORT);
  }

  private createService(id: string, suffix: string, more: Partial<NonNullable<IService['spec']>>): void {
    const ports = [{ name: 'postgresql', port: POSTGRES_PORT, targetPort: 'postgresql', protocol: 'TCP' as const }];
    const identity = { apiVersion: 'v1', kind: 'Service', suffix, selector: this.selector } as const;
    createObject<IService>(this, id, identity, { spec: { selector: this.selector, ports, ...more } });
  }

  private createStatefulSet(account: string): void {
    const { storageSize, storageClassName } = this.props;
    const { selector, props } = this;
    const version = versionOf(props.process.image ?? IMAGE);
    const { labels, annotations } = props.statefulSet ?? {};
    const resources = fixedResources(this, props.resources);
    const template = new Fact<IPodTemplateSpec>(() => this.podTemplate(account, resources));
    const identity = { apiVersion: 'apps/v1', kind: 'StatefulSet', suffix: POSTGRES, selector, version } as const;
    createObject<IStatefulSet>(
      this,
      'stateful-set',
      { labels, annotations, ...identity },
      {
        spec: {
          serviceName: objectName(this, HEADLESS),
          replicas: 1,
          selector: { matchLabels: this.selector },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          template,
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: storageSize } },
                ...(storageClassName === undefined ? {} : { storageClassName }),
              },
            },
          ],
        },
      },
    );
  }

  private podTemplate(account: string, resources: Tokenized<ContainerResources>): Tokenized<IPodTemplateSpec> {
    const { connection, process, settings, dataDirectory } = this.props;
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { database, username, password } = connection;
    const ready = { exec: { command: ['pg_isready', '-U', `${username}`, '-d', `${database}`, '-h', '127.0.0.1'] } };
    return podTemplate(
      {
        selector: this.selector,
        serviceAccount: account,
        uid: POSTGRES_UID,
        // Time to write a checkpoint after the signal for a fast shutdown.
        terminationGracePeriodSeconds: 120,
        container: {
          name: 'postgresql',
          image: IMAGE,
          command: ['docker-entrypoint.sh', 'postgres', ...flags],
          env: [
            { name: 'POSTGRES_DB', value: database },
            { name: 'POSTGRES_USER', value: username },
            { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { ...password } } },
            ...(dataDirectory === undefined ? [] : [{ name: 'PGDATA', value: `${ADOPTED}/${dataDirectory}` }]),
          ],
          port: { name: 'postgresql', number: POSTGRES_PORT },
          resources,
          mounts: [{ name: 'data', mountPath: dataDirectory === undefined ? DATA : ADOPTED }],
          probes: {
            startup: { periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5, ...ready },
            readiness: { periodSeconds: 10, timeoutSeconds: 5, ...ready },
            liveness: { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6, ...ready },
          },
        },
        volumes: [scratch('run', '/var/run/postgresql'), scratch('tmp', '/tmp')],
      },
      process,
    );
  }
}
