import type { Construct } from 'constructs';
import { selectorOf } from '../../kubernetes/labels.js';
import { withPod } from '../../kubernetes/merge.js';
import { objectName } from '../../kubernetes/object.js';
import { serviceAccount } from '../../kubernetes/objects.js';
import type { PodOptions, ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import type { Preset } from '../contract/presets.js';
import { type ServiceKnobs, serviceSlice } from '../contract/process-slice.js';
import type { DagsterInstance } from '../instance/instance.js';
import { DEFAULT_SERVER_PORT, type GrpcServer } from '../instance/workspace-yaml.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { CodeLocation, type CodeLocationOptions } from './code-location.js';
import { DagsterService } from './process.js';

export interface DagsterUserCodeOptions extends ServiceKnobs {
  /**
   * The code locations.
   *
   * @default - none; see {@link DagsterUserCode.addLocation}
   */
  readonly locations?: readonly CodeLocationOptions[];

  /** The account that the code locations run as, which needs no token. @default - one of their own */
  readonly serviceAccount?: ServiceAccountOptions;
}

export interface DagsterUserCodeProps extends DagsterUserCodeOptions {
  /** What holds for all pods of the release. */
  readonly pod?: PodOptions | undefined;
  readonly preset: Preset;
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
}

const SUFFIX = 'user-code';

/** The code locations: each serves the definitions of one project. */
export class DagsterUserCode extends DagsterService {
  private readonly instance: DagsterInstance;
  private readonly network: DagsterNetwork;
  private readonly locations: CodeLocationOptions[] = [];
  private readonly served: CodeLocation[] = [];
  private readonly account: string;
  private readonly pod: PodOptions | undefined;

  constructor(scope: Construct, id: string, props: DagsterUserCodeProps) {
    super(scope, id, serviceSlice('dagster-user-code', 'The code locations', props.preset, props));
    this.instance = props.instance;
    this.network = props.network;
    this.pod = props.pod;
    this.account = props.serviceAccount?.name ?? objectName(this, SUFFIX);
    this.node.addValidation({ validate: () => this.duplicates() });
    if (this.release.mayExist(this.enabled)) {
      serviceAccount(this, { suffix: SUFFIX, selector: selectorOf(this.release, SUFFIX) }, props.serviceAccount);
    }
    for (const location of props.locations ?? []) this.addLocation(location);
  }

  /** Adds a code location. */
  addLocation(location: CodeLocationOptions): void {
    const twin = this.locations.some(({ name }) => name === location.name);
    this.locations.push(location);
    if (twin || !this.release.mayExist(this.enabled)) return;
    const served = new CodeLocation(this, `location-${location.name}`, {
      ...withPod(location, this.pod),
      instance: this.instance,
      network: this.network,
      sharedAccount: this.account,
      defaults: { replicas: this.replicas, resources: this.resources },
    });
    this.served.push(served);
  }

  /** Where the code locations are served. */
  get servers(): GrpcServer[] {
    return this.served.map(({ server }) => server);
  }

  /** The ports of all code locations, whether they are served or not. */
  get ports(): number[] {
    return this.locations.map(({ port }) => port ?? DEFAULT_SERVER_PORT);
  }

  private duplicates(): string[] {
    const names = this.locations.map(({ name }) => name);
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...twice].map((name) => `two code locations are named "${name}"; allowed: one each; rename one of them`);
  }
}
