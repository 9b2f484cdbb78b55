import type { IVolume } from 'kubernetes-models/v1';
import { checked, checkSecretKey, type Issue, is, issuesOf, type JsonMap, quote, within } from '../../engine/index.js';
import type { MountedVolume } from '../../kubernetes/volumes.js';
import type { Cloud } from './cloud.js';
import { DATABASE_ENV } from './database.js';
import { checkParameter } from './libpq.js';

/** How Dagster talks to PostgreSQL. */
export interface StorageOptions {
  /**
   * Parameters of each connection, as libpq names them, for example `{ sslmode: 'verify-full' }`. They are no place for
   * secrets, and Dagster reads none of them from the environment.
   *
   * @default - none
   */
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  /** The certificate authority of the server, which all processes and runs then verify it by. @default - none */
  readonly certificateAuthority?: CertificateAuthority;
  /** A cloud's identity of the pods instead of a password. @default - a password */
  readonly authProvider?: DatabaseAuth;
  /** Whether processes create tables that are missing; else `dagster instance migrate` does. @default true */
  readonly autocreateTables?: boolean;
}

/** An identity that a cloud gives to pods, by which the database knows them; the images need the cloud's library. */
export class DatabaseAuth {
  /** Azure workload identity. @param scope the scope of the token */
  static azure(scope?: string): DatabaseAuth {
    if (scope === undefined) return new DatabaseAuth('azure', { azure_wif: {} });
    const issues = issuesOf(is.text, scope, 'azure() scope');
    return new DatabaseAuth('azure', { azure_wif: issues.length > 0 ? {} : { scope } }, issues);
  }

  /** Google workload identity. */
  static gcp(): DatabaseAuth {
    return new DatabaseAuth('google', { gcp_wif: {} });
  }

  /** AWS IAM roles for service accounts. @param region the region of the database */
  static aws(region: string): DatabaseAuth {
    const issues = issuesOf(is.text, region, 'aws() region');
    return new DatabaseAuth('aws', { aws_wif: issues.length > 0 ? {} : { region } }, issues);
  }

  private constructor(
    /** The cloud that knows the pods. */
    readonly cloud: Cloud,
    /** As Dagster takes it. */
    readonly config: JsonMap,
    private readonly misuse: readonly Issue[] = [],
  ) {}

  /** What is wrong with the scope or the region. */
  issues(): readonly Issue[] {
    return this.misuse;
  }
}

/** A ConfigMap or a Secret that holds certificates. */
export interface CertificateSource {
  /** Its name. */
  readonly name: string;
  /** The key in it. @default 'ca.crt' */
  readonly key?: string;
}

const CERTIFICATE_SOURCE = is.bag<CertificateSource>({ name: is.required(is.anyText), key: is.anyText });

/** Certificates that say which servers to trust. */
export class CertificateAuthority {
  /** In a ConfigMap. @param source its name, and the key */
  static fromConfigMap(source: CertificateSource): CertificateAuthority {
    const { options, issues } = checked(CERTIFICATE_SOURCE, source, SOME_SOURCE, 'fromConfigMap()');
    const { name, key = CA_FILE } = options;
    return new CertificateAuthority({ configMap: { name, items: [{ key, path: CA_FILE }] } }, name, key, issues);
  }

  /** In a Secret. @param source its name, and the key */
  static fromSecret(source: CertificateSource): CertificateAuthority {
    const { options, issues } = checked(CERTIFICATE_SOURCE, source, SOME_SOURCE, 'fromSecret()');
    const { name, key = CA_FILE } = options;
    return new CertificateAuthority(
      { secret: { secretName: name, items: [{ key, path: CA_FILE }] } },
      name,
      key,
      issues,
    );
  }

  private constructor(
    private readonly source: Omit<IVolume, 'name'>,
    private readonly name: string,
    private readonly key: string,
    private readonly misuse: readonly Issue[],
  ) {}

  /** Where every process sees it. */
  get volume(): MountedVolume {
    return { volume: { name: 'database-ca', ...this.source }, mount: { mountPath: CA_DIR, readOnly: true } };
  }

  /** What is wrong with the name or the key. */
  issues(): Issue[] {
    return this.misuse.length > 0 ? [...this.misuse] : checkSecretKey(this.name, this.key);
  }
}

const CA_FILE = 'ca.crt';

/** What stands for a source that has no name. */
const SOME_SOURCE: CertificateSource = { name: CA_FILE };

const CA_DIR = '/opt/dagster/database-ca';

/** Parameters that say what Dagster says elsewhere, or that are secret. */
const NOT_PARAMS = ['host', 'hostaddr', 'port', 'dbname', 'user', 'password', 'passfile', 'sslpassword'];

/** The parameters of each connection, as texts. */
export function connectionParams({ params = {}, certificateAuthority }: StorageOptions): Record<string, string> {
  // libpq knows 1 and 0, where Python would write True and False.
  const texts = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? `${Number(value)}` : `${value}`,
  ]);
  return {
    ...(certificateAuthority === undefined ? {} : { sslmode: 'verify-full', sslrootcert: `${CA_DIR}/${CA_FILE}` }),
    ...Object.fromEntries(texts),
  };
}

/** The `storage` of `dagster.yaml`. */
export function renderStorage(options: StorageOptions): JsonMap {
  return { postgres: renderPostgres(options) };
}

/** What each class that keeps something in PostgreSQL is told. */
export function renderPostgres(options: StorageOptions): JsonMap {
  const { authProvider, autocreateTables } = options;
  const params = connectionParams(options);
  const postgres_db = {
    // SQLAlchemy 2.1 takes a bare "postgresql" for a driver that Dagster's images do not have.
    scheme: 'postgresql+psycopg2',
    hostname: { env: DATABASE_ENV.host },
    port: { env: DATABASE_ENV.port },
    db_name: { env: DATABASE_ENV.database },
    username: { env: DATABASE_ENV.username },
    ...(authProvider === undefined ? { password: { env: DATABASE_ENV.password } } : {}),
    ...(Object.keys(params).length > 0 ? { params } : {}),
  };
  return {
    postgres_db,
    ...(authProvider === undefined ? {} : { auth_provider: authProvider.config }),
    ...(autocreateTables === undefined ? {} : { should_autocreate_tables: autocreateTables }),
  };
}

/** What is wrong with the options. @param at the option that holds them */
export function checkStorage(options: StorageOptions, at: string): Issue[] {
  const { params = {}, certificateAuthority, authProvider, autocreateTables } = options;
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(params)) {
    const path = `${at}.params.${name}`;
    if (NOT_PARAMS.includes(name)) {
      issues.push({
        path,
        message: `found ${quote(name)}; allowed: any parameter but ${NOT_PARAMS.join(', ')}; set it on postgresql`,
      });
    } else if (!['string', 'number', 'boolean'].includes(typeof value)) {
      issues.push({ path, message: `found ${quote(value)}; allowed: a text, a number or a boolean` });
    } else issues.push(...checkParameter(path, name, value));
  }
  if (autocreateTables !== undefined && typeof autocreateTables !== 'boolean') {
    issues.push({
      path: `${at}.autocreateTables`,
      message: `found ${quote(autocreateTables)}; allowed: true or false`,
    });
  }
  const authority = certificateAuthority?.issues() ?? [];
  return [
    ...issues,
    ...within(`${at}.authProvider`, authProvider?.issues() ?? []),
    ...authority.map(({ path, message }) => ({ path: `${at}.certificateAuthority ${path}`, message })),
  ];
}
