import { type Checked, checked, checkSecretKey, type Issue, is } from '../../engine/index.js';
import { OBJECT } from '../../kubernetes/options/process-shape.js';
import type { ObjectOptions } from '../../kubernetes/pod-options.js';

/** A value of a Secret; each part has a default. */
export interface SecretReference {
  /** The name of the Secret, in the namespace of the release. @default - `<release>-postgresql` */
  readonly name?: string;
  /** The key in it. @default 'postgresql-password' */
  readonly key?: string;
}

/** The Secret that a Job creates, and the Job. */
export interface CreatedSecret extends SecretReference {
  /** The Job. @default - nothing but what it needs */
  readonly job?: ObjectOptions;
}

/** Where the External Secrets operator finds a password. */
export interface ExternalSecretSource extends SecretReference {
  /** The store. */
  readonly secretStore: { readonly name: string; readonly kind?: 'SecretStore' | 'ClusterSecretStore' };
  /** The name of the secret in the store. */
  readonly remoteKey: string;
  /** The property of the secret in the store. @default - the whole secret */
  readonly remoteProperty?: string;
  /** How often it is read again. @default '1h' */
  readonly refreshInterval?: string;
}

const SECRET_REFERENCE = is.bag<SecretReference>({ name: is.anyText, key: is.anyText });

const CREATED_SECRET = is.bag<CreatedSecret>({ name: is.anyText, key: is.anyText, job: is.bag(OBJECT) });

const EXTERNAL_SECRET = is.bag<ExternalSecretSource>({
  name: is.anyText,
  key: is.anyText,
  secretStore: is.required(
    is.bag<ExternalSecretSource['secretStore']>({
      name: is.required(is.text),
      kind: is.word('SecretStore', 'ClusterSecretStore'),
    }),
  ),
  remoteKey: is.required(is.text),
  remoteProperty: is.text,
  refreshInterval: is.text,
});

/** What stands for a source that does not say enough. */
const SOME_SOURCE: ExternalSecretSource = { secretStore: { name: 'none' }, remoteKey: 'none' };

/** Where the database password comes from: always a Secret, never a value. */
export class PostgresPassword {
  /** A Secret that exists before the release, or that somebody else creates. */
  static fromSecret(secret: SecretReference = {}): PostgresPassword {
    return new PostgresPassword(checked(SECRET_REFERENCE, secret, {}, 'fromSecret()'), false);
  }

  /**
   * A Secret that a Job creates inside the cluster, with a random password, when it is missing.
   *
   * The Job works for the embedded database only; an external one needs the password that it already has.
   */
  static createdInCluster(secret: CreatedSecret = {}): PostgresPassword {
    const given = checked(CREATED_SECRET, secret, {}, 'createdInCluster()');
    return new PostgresPassword(given, true, undefined, given.options.job);
  }

  /** A Secret that the External Secrets operator keeps, from a store outside the cluster. */
  static fromExternalSecret(source: ExternalSecretSource): PostgresPassword {
    const given = checked(EXTERNAL_SECRET, source, SOME_SOURCE, 'fromExternalSecret()');
    return new PostgresPassword(given, false, given.options);
  }

  /** The key in the Secret. */
  readonly key: string;
  /** The name of the Secret, if it is given. */
  readonly secretName: string | undefined;
  private readonly misuse: readonly Issue[];

  private constructor(
    { options: secret, issues }: Checked<SecretReference>,
    /** Whether a Job creates the Secret. */
    readonly created: boolean,
    /** What the External Secrets operator is told, if it keeps the Secret. */
    readonly externalSecret?: ExternalSecretSource,
    /** The Job that creates the Secret. */
    readonly job?: ObjectOptions,
  ) {
    this.misuse = issues;
    this.secretName = secret.name;
    this.key = secret.key ?? 'postgresql-password';
  }

  /** What is wrong with the name or the key, where they are given. */
  issues(): Issue[] {
    return this.misuse.length > 0 ? [...this.misuse] : checkSecretKey(this.secretName ?? 'default', this.key);
  }
}
