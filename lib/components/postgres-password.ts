import type { Issue } from '../values/issue.js';
import { checkSecretKey } from '../values/names.js';

/** Where the database password comes from: always a Secret, never a value. */
export class PostgresPassword {
  /** A Secret that exists before the release, or that somebody else creates. */
  static fromSecret(secret: { readonly name?: string; readonly key?: string } = {}): PostgresPassword {
    return new PostgresPassword(secret.name, secret.key, false);
  }

  /**
   * A Secret that a Job creates inside the cluster, with a random password, when it is missing.
   *
   * The Job works for the embedded database only; an external one needs the password that it already has.
   */
  static createdInCluster(secret: { readonly name?: string; readonly key?: string } = {}): PostgresPassword {
    return new PostgresPassword(secret.name, secret.key, true);
  }

  private constructor(
    /** The name of the Secret. @default - `<release>-postgresql` */
    readonly secretName: string | undefined,
    private readonly secretKey: string | undefined,
    /** Whether a Job creates the Secret. */
    readonly created: boolean,
  ) {}

  /** The key in the Secret. */
  get key(): string {
    return this.secretKey ?? 'postgresql-password';
  }

  /** What is wrong with the name or the key, where they are given. */
  issues(): Issue[] {
    return checkSecretKey(this.secretName ?? 'default', this.key);
  }
}
