import { Construct } from 'constructs';
import type {
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
  INetworkPolicyPeer,
  INetworkPolicyPort,
} from 'kubernetes-models/networking.k8s.io/v1';
import { Choice, Release, type Token, type Tokenized, validate } from '../../engine/index.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { limitTraffic, type NetworkRole } from '../../kubernetes/network-policy.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import { runSelector } from '../runs/run-selector.js';
import { anythingElse, asksMetadata, METADATA_SERVERS } from './metadata-servers.js';
import { checkNetworkPolicyOptions, type NetworkPolicyOptions } from './network-policy-options.js';
import type { OptionTraffic } from './option-ports.js';
import { podsOf, runPods } from './peers.js';

/** Where the database is. */
export interface DatabaseRoute {
  /** Whether it is part of the release. */
  readonly embedded: Token<boolean>;
  /** The port of the one that is in use, a number. */
  readonly port: number | Token<number>;
}

/** The ports of code servers, once all are known. */
export interface CodeServerPorts {
  /** Of the release's own. */
  readonly own: () => readonly number[];
  /** Of those that run elsewhere. */
  readonly elsewhere: readonly number[];
}

/** Pods that a cloud may know by their account. */
interface AccountRole extends NetworkRole {
  /** What is said of it. @default - nothing */
  readonly account?: ServiceAccountOptions | undefined;
}

/** A webserver or a daemon. */
export interface SystemRole extends AccountRole {
  /** The port that is open to `webserverFrom`. @default - none: nobody connects to it */
  readonly port?: number;
  readonly database: DatabaseRoute;
  /** Where code servers are, once all are known. */
  readonly servers: CodeServerPorts;
}

const WEBSERVERS = ['webserver', 'webserver-read-only'];

/** The components that ask code servers for definitions. */
const CODE_SERVER_CLIENTS = [...WEBSERVERS, 'daemon'];

/** The components that load the instance, and so use the database. */
const DATABASE_CLIENTS = [...WEBSERVERS, 'daemon', 'user-code', 'migrate', 'celery-worker'];

/** Object stores, and whatever else talks TLS. */
const HTTPS = 443;

/** Policies apply after a Service's 443 has become the API server's own port. */
const API_SERVER_PORTS = [443, 6443];

const DNS_PORT = 53;

/**
 * Who may talk to whom in a release, as NetworkPolicies.
 *
 * A component asks for its own, in its own scope, so that the policy exists exactly when its pods do. Run pods have
 * theirs from the start. Where policies are off, none of this creates anything.
 */
export class DagsterNetwork extends Construct {
  private readonly release: Release;
  private readonly elsewhere: string[] = [];
  private readonly accounts: { readonly account: ServiceAccountOptions; readonly used: () => boolean }[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly options: NetworkPolicyOptions = {},
    private readonly others: OptionTraffic = { ports: [], clouds: [], asked: [] },
    private readonly releaseAccount?: ServiceAccountOptions,
  ) {
    super(scope, id);
    this.release = Release.of(this);
    validate(this, () => checkNetworkPolicyOptions(options));
    this.limitWorker(this, {
      suffix: 'run',
      selector: selectorOf(this.release, 'run'),
      pods: runSelector(this.release),
    });
  }

  /** Runs in another namespace: what they talk to there is limited as in the release's. */
  limitRunsIn(namespace: string): void {
    this.elsewhere.push(namespace);
    const selector = selectorOf(this.release, 'run');
    this.limitWorker(new Construct(this, `runs-in-${namespace}`), {
      suffix: 'run',
      selector,
      namespace,
      pods: runSelector(this.release),
    });
  }

  /** A webserver or a daemon: it asks the database, the code servers, the Kubernetes API and object stores. */
  limitSystem(scope: Construct, role: SystemRole): void {
    const { port } = role;
    this.limit(scope, role, () => ({
      ingress: port === undefined ? [] : open(port, this.options.webserverFrom),
      egress: this.systemEgress(role),
    }));
  }

  /** Lets pods beside `webserverFrom` connect to the webserver, where that says who may. @param clients what they are called */
  admitToWebserver(scope: Construct, { selector: pods }: NetworkRole, port: number, clients: NetworkRole): void {
    const { enabled = true, webserverFrom } = this.options;
    if (!enabled || webserverFrom === undefined) return;
    const from = [{ podSelector: { matchLabels: clients.selector } }];
    limitTraffic(scope, { ...clients, pods }, () => ({ ingress: open(port, from) }));
  }

  /** An account of code, which a cloud may know. @param used whether anything has it, once all is known */
  identify(account: ServiceAccountOptions = {}, used: () => boolean = () => true): void {
    this.accounts.push({ account: this.releaseAccount ?? account, used });
  }

  /** A code server: webservers, the daemon and runs ask it for definitions. User code reads data from anywhere. */
  limitCodeServer(scope: Construct, role: NetworkRole, port: number): void {
    this.limit(scope, role, () => ({
      ingress: open(port, this.clients(CODE_SERVER_CLIENTS, this.options.codeServersFrom)),
      egress: this.codeEgress,
    }));
  }

  /** The embedded database: what loads the instance asks it, and it asks nobody. */
  limitDatabase(scope: Construct, role: NetworkRole, port: number): void {
    this.limit(scope, role, () => ({
      ingress: open(port, this.clients(DATABASE_CLIENTS, this.options.databaseFrom)),
      egress: [],
    }));
  }

  /** A Job that asks the Kubernetes API, and nothing else. */
  limitApiClient(scope: Construct, role: NetworkRole): void {
    this.limit(scope, role, () => ({ egress: [this.dns(), { ports: tcp(this.apiServerPorts) }] }));
  }

  /** A Job that asks the database, and nothing else but what a cloud's identity takes. */
  limitDatabaseClient(scope: Construct, role: AccountRole, database: DatabaseRoute): void {
    const { extraEgress = [] } = this.options;
    const metadata = this.metadataServers(role);
    const identity = metadata.length > 0 || this.others.clouds.length > 0 ? [{ ports: tcp([HTTPS]) }, ...metadata] : [];
    this.limit(scope, role, () => ({ egress: [this.dns(), this.databaseRule(database), ...identity, ...extraEgress] }));
  }

  /** What nobody connects to, and what runs the user's code: runs, and queue workers. */
  limitWorker(scope: Construct, role: NetworkRole): void {
    this.limit(scope, role, () => ({ egress: this.codeEgress }));
  }

  /** Code of the user: it connects to anything, to metadata servers once it is known that something needs them. */
  private get codeEgress(): readonly INetworkPolicyEgressRule[] {
    if (this.options.metadataServers ?? this.codeAsksMetadata) return [{}];
    // Nodes are no addresses to every network: the API server and DNS, which may be on one, are said by their ports.
    return [anythingElse(), this.dns(), { ports: tcp(this.apiServerPorts) }];
  }

  private get codeAsksMetadata(): boolean {
    return this.accounts.some(({ account, used }) => used() && asksMetadata(account, this.others.asked));
  }

  /** The metadata servers, where a process of Dagster's own asks them. */
  private metadataServers({ account }: AccountRole): readonly INetworkPolicyEgressRule[] {
    const asks =
      this.options.metadataServers === true || asksMetadata(this.releaseAccount ?? account, this.others.asked);
    return asks ? METADATA_SERVERS : [];
  }

  /** The pods of components, runs wherever they are, and others. */
  private clients(components: readonly string[], others: readonly INetworkPolicyPeer[] = []): INetworkPolicyPeer[] {
    const elsewhere = this.elsewhere.map((namespace) => runPods(this.release, namespace));
    return [podsOf(this.release, ...components), runPods(this.release), ...others, ...elsewhere];
  }

  private limit(...[scope, role, traffic]: Parameters<typeof limitTraffic>): void {
    if (this.options.enabled ?? true) limitTraffic(scope, role, traffic);
  }

  private systemEgress(role: SystemRole): Tokenized<INetworkPolicyEgressRule>[] {
    const { database, servers } = role;
    const { ports } = this.others;
    return [
      this.dns(),
      this.databaseRule(database),
      { ports: tcp(servers.own()), to: [podsOf(this.release, 'user-code')] },
      { ports: tcp([HTTPS, ...this.apiServerPorts, ...servers.elsewhere, ...ports]) },
      ...this.metadataServers(role),
      ...(this.options.extraEgress ?? []),
    ];
  }

  private get apiServerPorts(): readonly number[] {
    return this.options.apiServerPorts ?? API_SERVER_PORTS;
  }

  private dns(): INetworkPolicyEgressRule {
    const { to, ports = [DNS_PORT] } = this.options.dns ?? {};
    const both = ['UDP' as const, 'TCP' as const].flatMap((protocol) => ports.map((port) => ({ protocol, port })));
    return { ports: both, ...(to === undefined ? {} : { to: [...to] }) };
  }

  /** Without peers, a rule is for any destination. */
  private databaseRule({ embedded, port }: DatabaseRoute): Tokenized<INetworkPolicyEgressRule> {
    const to = new Choice<readonly INetworkPolicyPeer[]>(embedded, [podsOf(this.release, 'postgresql')], []);
    return { ports: [{ protocol: 'TCP', port }], to };
  }
}

/** A port that some may connect to; without a word on them, anybody. In a rule, an empty list would be anybody as well. */
function open(port: number, from?: Tokenized<readonly INetworkPolicyPeer[]>): Tokenized<INetworkPolicyIngressRule>[] {
  if (Array.isArray(from) && from.length === 0) return [];
  return [{ ports: tcp([port]), ...(from === undefined ? {} : { from }) }];
}

function tcp(ports: readonly number[]): INetworkPolicyPort[] {
  return [...new Set(ports)].map((port) => ({ protocol: 'TCP', port }));
}
