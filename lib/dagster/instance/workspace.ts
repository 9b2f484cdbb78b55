import { Construct } from 'constructs';
import { All, ConfigFile, either, Fact, type Issue, Release, type Token, validate } from '../../engine/index.js';
import { selectorOf } from '../../kubernetes/labels.js';
import { objectName } from '../../kubernetes/object.js';
import { configMap } from '../../kubernetes/objects.js';
import type { MountedVolume } from '../../kubernetes/volumes.js';
import { WORKSPACE_DIR, WORKSPACE_FILE } from '../config/paths.js';
import type { CodeServerPorts } from '../network/dagster-network.js';
import { checkServers, DEFAULT_SERVER_PORT, type GrpcServer, workspaceYaml } from './workspace-yaml.js';

/** Code locations that are not part of the release. */
export interface WorkspaceOptions {
  /** Servers that run elsewhere, beside the release's own. @default - none */
  readonly servers?: readonly GrpcServer[];

  /**
   * The name of a ConfigMap that exists and holds `workspace.yaml`, instead of all that the release knows. Its changes do
   * not roll the pods.
   *
   * @default - none
   */
  readonly configMap?: string;
}

/** Whether there are, or may be, code locations that are not part of the release. */
export function servesElsewhere({ servers = [], configMap }: WorkspaceOptions = {}): boolean {
  return servers.length > 0 || configMap !== undefined;
}

export interface WorkspaceProps extends WorkspaceOptions {
  /** Whether the release's own servers exist. */
  readonly enabled: Token<boolean>;
  /** The release's own servers, once all are known. */
  readonly own: () => readonly GrpcServer[];
  /** Their ports, once all are known, whether they exist or not. */
  readonly ports: () => readonly number[];
}

/** `workspace.yaml`, and how the processes that read it are told of it. */
export class Workspace extends Construct {
  private readonly config: ConfigFile;
  private readonly inhabited: Token<boolean>;
  private readonly existing: string | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkspaceProps,
  ) {
    super(scope, id);
    const { enabled, own, servers = [], configMap: existing } = props;
    this.existing = existing;
    const served = new All([enabled, new Fact(() => own().length > 0)]);
    this.inhabited = servesElsewhere(props) ? new Fact(() => true) : served;
    const text = either<string>(served, new Fact(() => workspaceYaml([...own(), ...servers])), workspaceYaml(servers));
    this.config = new ConfigFile('workspace.yaml', text);
    validate(this, () => this.issues(servers));
    if (existing === undefined) {
      const selector = selectorOf(Release.of(this), 'workspace');
      configMap(this, 'config', { suffix: 'workspace', selector }, { 'workspace.yaml': this.config });
    }
  }

  /** The ports of the servers, once all are known, whether they exist or not; without any, a rule would be for all ports. */
  get ports(): CodeServerPorts {
    const { ports, servers = [] } = this.props;
    const own = (): readonly number[] => (ports().length > 0 ? ports() : [DEFAULT_SERVER_PORT]);
    return { own, elsewhere: servers.map(({ port }) => port) };
  }

  /** What rolls the pods that read the workspace; nothing of a ConfigMap that somebody else keeps. */
  get checksums(): Readonly<Record<string, Token<string>>> {
    return this.existing === undefined ? { workspace: this.config.checksum } : {};
  }

  /** A folder, since a file that is mounted alone never changes. */
  get volume(): MountedVolume {
    return {
      volume: { name: 'workspace', configMap: { name: this.existing ?? objectName(this, 'workspace') } },
      mount: { mountPath: WORKSPACE_DIR, readOnly: true },
    };
  }

  /** A command that reads the workspace; one without code locations has to be allowed. */
  command(...words: string[]): Token<readonly string[]> {
    const command = [...words, '-w', WORKSPACE_FILE];
    return either<readonly string[]>(this.inhabited, command, [...command, '--empty-workspace']);
  }

  private issues(servers: readonly GrpcServer[]): Issue[] {
    const both = this.existing !== undefined && servers.length > 0;
    const message = 'found both servers and configMap; allowed: one of them';
    return [...checkServers(servers), ...(both ? [{ path: 'workspace', message }] : [])];
  }
}
