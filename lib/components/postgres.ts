import type { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IService } from 'kubernetes-models/v1';
import { type PostgresKnobs, postgresSlice } from '../contract/postgres.js';
import type { DatabaseConnection } from '../instance/database.js';
import { Component } from '../values/component.js';
import { type Issue, printIssue, quote } from '../values/issue.js';
import { Conditional } from '../values/presence.js';
import { canonicalQuantity, Quantity } from '../values/quantity.js';
import type { Resources } from '../values/resources.js';
import { Choice, type Knob, type Token } from '../values/token.js';
import { POSTGRES_VERSION } from '../version.js';
import type { Image } from '../workload/image.js';
import { type Selector, selectorOf } from '../workload/labels.js';
import { createObject, objectName } from '../workload/object.js';
import { serviceAccount } from '../workload/objects.js';
import { podTemplate } from '../workload/pod.js';
import { fixedResources } from '../workload/resources.js';
import { POSTGRES_UID } from '../workload/security.js';
import { scratch } from '../workload/volumes.js';
import { PasswordJob } from './password-job.js';
import { PostgresPassword } from './postgres-password.js';

export interface DagsterPostgresOptions extends PostgresKnobs {
  /**
   * The database.
   *
   * @default 'dagster'
   */
  readonly database?: string;

  /**
   * The user.
   *
   * @default 'dagster'
   */
  readonly username?: string;

  /**
   * The user's password.
   *
   * @default PostgresPassword.fromSecret()
   */
  readonly password?: PostgresPassword;

  /**
   * The image of an embedded database: the official postgres image, version 18 or later.
   *
   * @default docker.io/library/postgres at the version this package was made for
   */
  readonly image?: Image;

  /**
   * Requests and limits of an embedded database.
   *
   * @default - 250m CPU and 512Mi memory, up to 1 CPU and 1Gi
   */
  readonly resources?: Resources;

  /**
   * The size of an embedded database's volume.
   *
   * @default '8Gi'
   */
  readonly storageSize?: string;

  /**
   * The storage class of an embedded database's volume.
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
}

export interface DagsterPostgresProps extends DagsterPostgresOptions {
  /** The image of the Job that creates a password: Dagster's own. */
  readonly systemImage: Image;
}

const SUFFIX = 'postgresql';
const PORT = 5432;

/** The mount of the postgres image from version 18 on; it keeps the data in a folder of its own below it. */
const DATA = '/var/lib/postgresql';

const STORAGE_SIZE = '8Gi';

const RESOURCES: Resources = { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } };

/** The database: PostgreSQL in the release, or one that runs elsewhere. */
export class DagsterPostgres extends Component {
  /** Whether the release brings its own PostgreSQL. */
  readonly enabled: Knob<boolean>;
  /** How the release's pods reach the database. */
  readonly connection: DatabaseConnection;
  /** Whether a Job creates the password of an embedded database. */
  readonly createsPassword: boolean;

  constructor(scope: Construct, id: string, props: DagsterPostgresProps) {
    super(scope, id, postgresSlice(props));
    this.enabled = this.knob(['enabled'], 'boolean', true, (value) => (typeof value === 'boolean' ? value : undefined));
    const password = props.password ?? PostgresPassword.fromSecret();
    this.createsPassword = password.created;
    this.connection = {
      host: this.embeddedOr(objectName(this, SUFFIX), this.external('host', 'string')),
      port: this.embeddedOr(`${PORT}`, this.external('port', 'integer-as-string')),
      database: props.database ?? 'dagster',
      username: props.username ?? 'dagster',
      password: { name: password.secretName ?? objectName(this, SUFFIX), key: password.key },
    };
    this.node.addValidation({ validate: () => this.problems(props).map(printIssue) });
    if (!this.release.mayExist(this.enabled)) return;
    const embedded = new Conditional(this, 'embedded', this.enabled);
    this.createServer(embedded, props);
    if (this.createsPassword) {
      new PasswordJob(embedded, 'password', { secret: this.connection.password, image: props.systemImage });
    }
  }

  private embeddedOr(embedded: string, external: Knob<string>): Token<string> {
    return new Choice(this.enabled, embedded, external);
  }

  private external(key: 'host' | 'port', form: 'string' | 'integer-as-string'): Knob<string> {
    return this.knob(['externalDatabase', key], form, '', String);
  }

  private createServer(scope: Construct, props: DagsterPostgresProps): void {
    const selector = selectorOf(this.release, SUFFIX);
    serviceAccount(scope, { suffix: SUFFIX, selector });
    this.createService(scope, 'service', SUFFIX, selector, {});
    this.createService(scope, 'headless-service', `${SUFFIX}-headless`, selector, {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
    createObject<IStatefulSet>(
      scope,
      'stateful-set',
      { apiVersion: 'apps/v1', kind: 'StatefulSet', suffix: SUFFIX, selector },
      {
        spec: {
          serviceName: objectName(this, `${SUFFIX}-headless`),
          replicas: 1,
          selector: { matchLabels: selector },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          template: this.podTemplate(selector, props),
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: canonicalQuantity(props.storageSize ?? STORAGE_SIZE) } },
                ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
              },
            },
          ],
        },
      },
    );
  }

  private createService(
    scope: Construct,
    id: string,
    suffix: string,
    selector: Selector,
    more: Pick<NonNullable<IService['spec']>, 'clusterIP' | 'publishNotReadyAddresses'>,
  ): void {
    createObject<IService>(
      scope,
      id,
      { apiVersion: 'v1', kind: 'Service', suffix, selector },
      {
        spec: {
          ...more,
          selector,
          ports: [{ name: 'postgresql', port: PORT, targetPort: 'postgresql', protocol: 'TCP' }],
        },
      },
    );
  }

  private podTemplate(selector: Selector, props: DagsterPostgresProps): ReturnType<typeof podTemplate> {
    const { database, username, password } = this.connection;
    const ready = { exec: { command: ['pg_isready', '-U', username, '-d', database, '-h', '127.0.0.1'] } };
    return podTemplate({
      selector,
      serviceAccount: objectName(this, SUFFIX),
      uid: POSTGRES_UID,
      // Time to write a checkpoint after the signal for a fast shutdown.
      terminationGracePeriodSeconds: 120,
      container: {
        name: 'postgresql',
        image: props.image ?? { repository: 'docker.io/library/postgres', tag: POSTGRES_VERSION },
        command: ['docker-entrypoint.sh', 'postgres'],
        env: [
          { name: 'POSTGRES_DB', value: database },
          { name: 'POSTGRES_USER', value: username },
          { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { ...password } } },
        ],
        port: { name: 'postgresql', number: PORT },
        resources: fixedResources(this, props.resources ?? RESOURCES),
        mounts: [{ name: 'data', mountPath: DATA }],
        probes: {
          startup: { ...ready, periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 },
          readiness: { ...ready, periodSeconds: 10, timeoutSeconds: 5 },
          liveness: { ...ready, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
        },
      },
      volumes: [scratch('run', '/var/run/postgresql'), scratch('tmp', '/tmp')],
    });
  }

  private problems({ storageSize = STORAGE_SIZE, password }: DagsterPostgresProps): Issue[] {
    const size = Quantity.parse(storageSize);
    const positive = size instanceof Quantity && size.milli > 0n;
    const message = `found ${quote(storageSize)}; allowed: a quantity above 0, such as "8Gi"`;
    return [...(positive ? [] : [{ path: 'storageSize', message }]), ...(password?.issues() ?? [])];
  }
}
