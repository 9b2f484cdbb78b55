import { Construct } from 'constructs';
import {
  Conditional,
  checkNamespace,
  Fact,
  type Issue,
  notAllowed,
  Release,
  type Tokenized,
  validate,
} from '../../engine/index.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { objectName } from '../../kubernetes/object.js';
import { configMap, serviceAccount } from '../../kubernetes/objects.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { bindRunRole, createRunRole, type RunAccount, type RunRole } from './launcher-rbac.js';

export interface RunNamespacesProps {
  /** What follows the release name in the names of the account and of the ConfigMap. */
  readonly suffixes: { readonly account: string; readonly environment: string };
  /** The account of runs: in the namespace of the release, and in others. */
  readonly account: { readonly here: ServiceAccountOptions; readonly elsewhere: ServiceAccountOptions };
  /** Whether others than the release's code locations have runs, which have this account where the run launcher puts them. */
  readonly others: () => boolean;
  /** The variables of runs in namespaces that are not the release's, which a ConfigMap holds. */
  readonly environment: () => Record<string, Tokenized<string>>;
  /** Is told of each namespace that is not the release's. */
  readonly onEnter: (namespace: string) => void;
}

/** An account that has a Role. */
interface Allowed {
  readonly by: Construct;
  readonly account: RunAccount;
  readonly role: RunRole;
  /** The namespace in which it has it. @default - wherever runs are */
  readonly only?: string | undefined;
}

/** What a run needs that launches its steps as Jobs, or pods of its own. */
export const RUN_ROLES: readonly RunRole[] = ['run-launcher', 'run-pods'];

/**
 * The namespaces in which runs are launched: each has the account of runs, their environment, and the Role of whoever
 * launches them. What else runs refer to, Secrets above all, is nobody's to copy: it has to be there.
 */
export class RunNamespaces extends Construct {
  private readonly entered = new Map<string, Construct>();
  private readonly allowed: Allowed[] = [];
  private readonly launched: { readonly namespace: string; readonly own: boolean }[] = [];
  private readonly release: Release;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RunNamespacesProps,
  ) {
    super(scope, id);
    this.release = Release.of(this);
  }

  /** The name of the account of runs. */
  get accountName(): string {
    return this.props.account.here.name ?? objectName(this, this.props.suffixes.account);
  }

  /** The namespaces that are not the release's. */
  get elsewhere(): readonly string[] {
    return [...this.entered.keys()].filter((name) => name !== this.release.namespace);
  }

  /** Runs of a code location. @param own whether they have an account of their own */
  launch(namespace: string, own: boolean): void {
    this.launched.push({ namespace, own });
  }

  /** Makes a namespace ready for runs. */
  enter(namespace: string): void {
    if (this.entered.has(namespace)) return;
    const elsewhere = namespace === this.release.namespace ? undefined : namespace;
    const scope = elsewhere === undefined ? this : new Construct(this, `in-${namespace}`);
    this.entered.set(namespace, scope);
    const { suffixes } = this.props;
    if (elsewhere !== undefined) this.prepare(scope, elsewhere);
    const selector = selectorOf(this.release, suffixes.account);
    const identity = { suffix: suffixes.account, selector, namespace: elsewhere };
    const { here, elsewhere: there } = this.props.account;
    const options = elsewhere === undefined ? here : there;
    const used = new Fact(() => this.isShared(namespace));
    const by = new Conditional(scope, 'account', used);
    const account = { name: serviceAccount(by, identity, options), namespace, component: suffixes.account };
    for (const role of RUN_ROLES) this.bind({ by, account, role }, namespace, `${role}-binding`);
    for (const allowed of this.allowed) this.bind(allowed, namespace);
  }

  /**
   * Gives an account a Role.
   *
   * @param by whose account it is
   * @param only the namespace of runs in which it has the Role; without it, wherever they are
   */
  allow(by: Construct, account: RunAccount, role: RunRole, only?: string): void {
    const allowed = { by, account, role, only };
    this.allowed.push(allowed);
    for (const namespace of this.entered.keys()) this.bind(allowed, namespace);
  }

  /** Whether there are runs that share an account, since they have none of their own. */
  get hasAccount(): boolean {
    return [...this.entered.keys()].some((namespace) => this.isShared(namespace));
  }

  /** Whether runs in a namespace share an account, or somebody described it. */
  private isShared(namespace: string): boolean {
    const [first] = this.entered.keys();
    const others = namespace === first && (this.launched.length === 0 || this.props.others());
    const said = Object.keys(this.props.account.elsewhere).length > 0;
    return said || others || this.launched.some((runs) => runs.namespace === namespace && !runs.own);
  }

  private prepare(scope: Construct, namespace: string): void {
    const { suffixes, environment, onEnter } = this.props;
    const selector = selectorOf(this.release, 'instance');
    validate(scope, () => checkNamespace(namespace));
    configMap(scope, 'environment', { suffix: suffixes.environment, selector, namespace }, environment());
    onEnter(namespace);
  }

  /** Binds a Role that is there, or else comes to be. */
  private bind({ by, account, role, only }: Allowed, namespace: string, id?: string): void {
    if (only !== undefined && only !== namespace) return;
    const elsewhere = namespace === this.release.namespace ? undefined : namespace;
    const scope = this.entered.get(namespace) ?? this;
    if (scope.node.tryFindChild(role) === undefined) createRunRole(scope, role, elsewhere);
    const name = [`${role}-binding`, ...(elsewhere === undefined ? [] : [elsewhere])].join('-in-');
    bindRunRole(by, id ?? name, role, account, elsewhere);
  }
}

/** What keeps runs elsewhere from the database: a password that only the namespace of the release has. */
export function checkPasswordElsewhere(
  elsewhere: readonly string[],
  made: 'a Job' | 'External Secrets' | undefined,
): Issue[] {
  if (made === undefined) return [];
  const remedy = 'use PostgresPassword.fromSecret(), with the Secret in both namespaces';
  return elsewhere.map((namespace) =>
    notAllowed(
      'namespace of runs',
      namespace,
      `the namespace of the release, in which alone ${made} makes the Secret of the password; ${remedy}`,
    ),
  );
}

/** A host of one label is a Service in the namespace of whoever asks. @param host of a database that runs elsewhere */
export function checkHostElsewhere(elsewhere: readonly string[], host: unknown): Issue[] {
  if (elsewhere.length === 0 || typeof host !== 'string' || /[.:]/.test(host)) return [];
  const allowed = `a full host name, since runs in ${elsewhere.join(', ')} see other Services; add the namespace, as in "db.data.svc"`;
  return [notAllowed('postgresql.externalDatabase.host', host, allowed)];
}
