import type { Construct } from 'constructs';
import {
  Conditional,
  checked,
  Fact,
  type Issue,
  inRelease,
  quote,
  Release,
  repeated,
  validate,
} from '../../engine/index.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { serviceAccount } from '../../kubernetes/objects.js';
import type { PodOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import type { Preset } from '../contract/presets.js';
import { type ProcessKnobs, processSlice } from '../contract/process-slice.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { GrpcServer } from '../instance/workspace-yaml.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { CODE_LOCATION } from '../options/code-location-shape.js';
import type { ReleaseAccount } from '../release-account.js';
import { mergedResources, type SettledResources } from '../runs/run-resources.js';
import { CodeLocation } from './code-location.js';
import type { CodeLocationOptions } from './code-location-options.js';
import type { SharedAccounts } from './location-accounts.js';
import { DagsterProcess } from './process.js';

/** The code locations, and what they have in common. */
export interface DagsterUserCodeOptions extends ProcessKnobs {
  /**
   * The code locations.
   *
   * @default - none; see {@link DagsterUserCode.addLocation}
   */
  readonly locations?: readonly CodeLocationOptions[];

  /** The account that the code locations run as, which needs no token unless they talk to the Kubernetes API. @default - one of their own */
  readonly serviceAccount?: ServiceAccountOptions;
}

export interface DagsterUserCodeProps extends DagsterUserCodeOptions {
  /** What holds for all pods of the release. */
  readonly pod?: PodOptions | undefined;
  readonly preset: Preset;
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
  /** The account of all pods of the release. @default - none */
  readonly account?: ReleaseAccount | undefined;
}

const SUFFIX = 'user-code';

/** The code locations: each serves the definitions of one project. */
export class DagsterUserCode extends DagsterProcess {
  private readonly instance: DagsterInstance;
  private readonly network: DagsterNetwork;
  private readonly names: string[] = [];
  private readonly served: CodeLocation[] = [];
  private readonly accounts: SharedAccounts;
  private readonly pod: PodOptions | undefined;

  constructor(scope: Construct, id: string, props: DagsterUserCodeProps) {
    super(scope, id, processSlice(scope, 'dagster-user-code', 'The code locations', props.preset, props));
    this.instance = props.instance;
    this.network = props.network;
    this.pod = props.pod;
    validate(this, () => this.duplicates());
    const identity = { suffix: SUFFIX, selector: selectorOf(this.release, SUFFIX) };
    const said = props.serviceAccount !== undefined;
    const isUsed = (): boolean => said || this.served.some(({ sharesAccount }) => sharesAccount);
    props.network.identify(props.serviceAccount, isUsed);
    this.accounts = {
      servers: serviceAccount(new Conditional(this, 'account', new Fact(isUsed)), identity, props.serviceAccount),
      said,
      all: props.account,
    };
    for (const location of props.locations ?? []) this.addLocation(location);
  }

  /** Adds a code location; of two with one name the first one counts, and the second is an error. @returns it */
  addLocation(location: CodeLocationOptions): CodeLocation {
    const { options, issues } = checked(
      CODE_LOCATION,
      location,
      this.someLocation(),
      `userCode.locations.${this.names.length}`,
    );
    validate(this, () => issues);
    this.names.push(options.name);
    const twin = this.served.find(({ name }) => name === options.name);
    if (twin !== undefined) return twin;
    const served = new CodeLocation(this, `location-${options.name}`, {
      ...options,
      releasePod: this.pod,
      instance: this.instance,
      network: this.network,
      accounts: this.accounts,
      defaults: { replicas: this.replicas, resources: this.resources },
      runResources: this.runResources,
    });
    this.served.push(served);
    return served;
  }

  /** The code locations, in the order in which they were added. */
  get locations(): readonly CodeLocation[] {
    return this.served;
  }

  /** Requests and limits of the runs of a location that says nothing of them, as the values document has them; `undefined` if nobody knows. */
  get runResources(): SettledResources | undefined {
    const { resources: runResources } = this.instance.launcher;
    const { resources } = this.instance.runConfig(this.resources);
    const release = Release.of(this);
    return runResources && mergedResources(runResources, { resources }, (value) => inRelease(value, release));
  }

  /** Where the code locations are served. */
  get servers(): GrpcServer[] {
    return this.served.map(({ server }) => server);
  }

  /** The ports of all code locations. */
  get ports(): number[] {
    return this.served.map(({ server }) => server.port);
  }

  /** What stands for a location that is not said in full: one that nothing else is wrong with. */
  private someLocation(): CodeLocationOptions {
    return { name: `location-${this.names.length}`, image: { repository: 'location', tag: 'none' }, args: [] };
  }

  private duplicates(): Issue[] {
    return repeated(this.names).map((name) => ({
      path: '',
      message: `two code locations are named ${quote(name)}; allowed: one each; rename one of them`,
    }));
  }
}
