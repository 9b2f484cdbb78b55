import type { Construct } from 'constructs';
import {
  byDefault,
  Component,
  Conditional,
  type ContainerResources,
  either,
  type Issue,
  inRelease,
  type Knob,
  notAllowed,
  type Open,
  Quantity,
  Release,
  validate,
  within,
} from '../../engine/index.js';
import { checkText, type TextForm } from '../../kubernetes/checks.js';
import { type OpenResources, usualResources } from '../../kubernetes/fixed-resources.js';
import type { Image } from '../../kubernetes/image.js';
import { objectName } from '../../kubernetes/object.js';
import type { ObjectOptions, ProcessOptions } from '../../kubernetes/pod-options.js';
import { validateProcess } from '../../kubernetes/process-checks.js';
import {
  checkReferences,
  type DatabaseConnection,
  type DatabaseReferences,
  POSTGRES_SECRET,
} from '../config/database.js';
import { type PostgresKeys, type PostgresKnobs, postgresSlice } from '../contract/postgres-slice.js';
import type { DagsterNetwork, DatabaseRoute } from '../network/dagster-network.js';
import { createExternalSecret } from './external-secret.js';
import { PasswordJob } from './password-job.js';
import { type ExternalSecretSource, PostgresPassword } from './postgres-password.js';
import { POSTGRES, POSTGRES_PORT, PostgresServer } from './postgres-server.js';

/**
 * The database: embedded, or an external one. PostgreSQL refuses to run as root: `pod.user: 'root'` of the release leaves
 * its own user to an embedded one.
 */
export interface DagsterPostgresOptions extends PostgresKnobs, Omit<ProcessOptions, 'deployment'> {
  /**
   * The database.
   *
   * @default 'dagster'
   */
  readonly database?: Open<string>;

  /**
   * The user.
   *
   * @default 'dagster'
   */
  readonly username?: Open<string>;

  /**
   * The user's password.
   *
   * @default PostgresPassword.fromSecret()
   */
  readonly password?: PostgresPassword;

  /**
   * What of an external database stands in Secrets or ConfigMaps, in the place of `username`, `database` and
   * `externalDatabase`: `{ username: { secretKeyRef: { name: 'pg-app', key: 'username' } } }`. The values document goes on to
   * say a host and a port, which network policies and notes follow.
   *
   * @default - nothing
   */
  readonly valueFrom?: DatabaseReferences;

  /**
   * The image of an embedded database: the official postgres image, version 18 or later, since earlier ones keep their data
   * elsewhere, where it would be lost with the pod; with `dataDirectory` any version.
   *
   * @default docker.io/library/postgres at the version this package was made for
   */
  readonly image?: Image;

  /**
   * The folder of the volume that holds the data, for a volume that another chart has filled, for example `'data'` for one of
   * the official chart. The image is then the one whose major version wrote it, of whatever version.
   *
   * @default - the image's own, for PostgreSQL 18 and later
   */
  readonly dataDirectory?: string;

  /** The StatefulSet of an embedded database. @default - nothing but what it needs */
  readonly statefulSet?: ObjectOptions;

  /**
   * Requests and limits of an embedded database.
   *
   * @default - 250m CPU and 512Mi memory, up to 1 CPU and 1Gi
   */
  readonly resources?: OpenResources;

  /**
   * Settings of an embedded database, as in `postgresql.conf`: `{ max_connections: '200', shared_buffers: '256MB' }`. A change
   * restarts it.
   *
   * They and `resources` are the same in every preset, since no value of the contract tells a chart which preset it is. For
   * many runs at once, as with the preset `large`, give it room, and as `shared_buffers` a quarter of its memory:
   * `{ resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } },
   * settings: { max_connections: '300', shared_buffers: '1GB' } }`.
   *
   * @default - PostgreSQL's own, among them 100 connections
   * @see https://www.postgresql.org/docs/current/runtime-config.html
   */
  readonly settings?: Readonly<Record<string, Open<string>>>;

  /**
   * The size of an embedded database's volume. It counts at the first installation: Kubernetes refuses to change what a
   * StatefulSet claims, so a larger volume is a change of its PersistentVolumeClaim.
   *
   * @default '8Gi'
   */
  readonly storageSize?: Open<string>;

  /**
   * The storage class of an embedded database's volume, which counts at the first installation, as its size does.
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: Open<string>;
}

export interface DagsterPostgresProps extends DagsterPostgresOptions {
  /** The image of the Job that creates a password: Dagster's own. */
  readonly systemImage: Image;
  /** The account of all pods. @default - the Job that creates a password has its own */
  readonly account: string | undefined;
  readonly network: DagsterNetwork;
}

const STORAGE_SIZE = '8Gi';

const FOLDER: TextForm = {
  pattern: /^(?!\.\.?(\/|$))[\w.-]+(\/(?!\.\.?(\/|$))[\w.-]+)*$/,
  allowed: 'a path below the root of the volume, such as "data" or "pgdata/14"',
};

/** The first version whose image keeps its data where the volume is mounted. */
const FIRST_VERSION = 18;

const SETTING: TextForm = {
  pattern: /^[a-z_]\w*(\.\w+)?$/i,
  allowed: 'the name of a setting of PostgreSQL, such as "max_connections"',
};

const RESOURCES: ContainerResources = {
  requests: { cpu: '250m', memory: '512Mi' },
  limits: { cpu: '1', memory: '1Gi' },
};

/** The database: PostgreSQL in the release, or one that runs elsewhere. */
export class DagsterPostgres extends Component<PostgresKeys> {
  /** Whether the release brings its own PostgreSQL. */
  readonly enabled: Knob<boolean>;
  /** How the release's pods reach the database. */
  readonly connection: DatabaseConnection;
  /** Where it is, for network policies. */
  readonly route: DatabaseRoute;
  /** Whether a Job creates the password of an embedded database. */
  readonly createsPassword: boolean;
  /** Where the External Secrets operator finds the password, if it keeps it. */
  readonly externalSecret: ExternalSecretSource | undefined;

  constructor(scope: Construct, id: string, props: DagsterPostgresProps) {
    super(scope, id, postgresSlice(props));
    const { enabled, externalDatabase } = this.knobs;
    this.enabled = enabled;
    const password = props.password ?? PostgresPassword.fromSecret();
    this.createsPassword = password.created;
    this.externalSecret = password.externalSecret;
    this.connection = {
      host: either<string>(enabled, objectName(this, POSTGRES), `${externalDatabase.host}`),
      fullHost: either<string>(
        enabled,
        `${objectName(this, POSTGRES)}.${this.release.namespace}.svc`,
        `${externalDatabase.host}`,
      ),
      port: either<string>(enabled, `${POSTGRES_PORT}`, `${externalDatabase.port}`),
      database: props.database ?? 'dagster',
      username: props.username ?? 'dagster',
      valueFrom: props.valueFrom,
      password: { name: password.secretName ?? objectName(this, POSTGRES_SECRET), key: password.key },
    };
    this.route = { embedded: enabled, port: either<number>(enabled, POSTGRES_PORT, externalDatabase.port) };
    validateProcess(this, props);
    validate(this, () => this.problems(props));
    if (this.externalSecret !== undefined) {
      createExternalSecret(this, 'external-secret', this.connection.password, this.externalSecret);
    }
    const embedded = new Conditional(this, 'embedded', enabled);
    new PostgresServer(embedded, 'server', {
      connection: this.connection,
      resources: props.resources ?? usualResources(this, RESOURCES),
      settings: props.settings ?? {},
      dataDirectory: props.dataDirectory,
      storageSize: props.storageSize ?? STORAGE_SIZE,
      storageClassName: props.storageClassName,
      process: props,
      statefulSet: props.statefulSet,
      network: props.network,
    });
    if (this.createsPassword) {
      const { systemImage: image, account, pod } = props;
      new PasswordJob(embedded, 'password', {
        secret: this.connection.password,
        image,
        account,
        pod,
        job: password.job,
        network: props.network,
      });
    }
  }

  private problems(props: DagsterPostgresProps): Issue[] {
    const { storageSize = STORAGE_SIZE, settings = {}, password, pod, username, database, dataDirectory } = props;
    const size = Quantity.parse(`${byDefault(storageSize)}`);
    const positive = size instanceof Quantity && size.milli > 0n;
    return [
      ...(positive ? [] : [notAllowed('storageSize', storageSize, 'a quantity above 0, such as "8Gi"')]),
      ...(pod?.user === 'root'
        ? [notAllowed('pod.user', 'root', '"fixed" or "assigned", since PostgreSQL refuses to run as root')]
        : []),
      ...(dataDirectory === undefined ? checkVersion(props.image) : checkText('dataDirectory', dataDirectory, FOLDER)),
      ...Object.keys(settings).flatMap((name) => checkText(`settings.${name}`, name, SETTING)),
      ...checkReferences(
        props.valueFrom ?? {},
        { username, database },
        inRelease(this.enabled, Release.of(this)) === true,
      ),
      ...within('password', password?.issues() ?? []),
    ];
  }
}

/** An earlier image declares a volume of its own for its data, which ends with the pod. */
function checkVersion(image: Image | undefined): Issue[] {
  if (image === undefined || !/(^|\/)postgres$/.test(`${byDefault(image.repository)}`)) return [];
  const version = /^\d+/.exec(`${byDefault(image.tag)}`)?.[0];
  if (version === undefined || Number(version) >= FIRST_VERSION) return [];
  const allowed = `${FIRST_VERSION} or later; or any version whose data is in the folder dataDirectory of the volume`;
  return [notAllowed('image.tag', image.tag, allowed)];
}
