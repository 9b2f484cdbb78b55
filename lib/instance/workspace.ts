import { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1';
import { Release } from '../release.js';
import { ConfigFile } from '../values/config-file.js';
import { All, Choice, Fact, type Token } from '../values/token.js';
import { selectorOf } from '../workload/labels.js';
import { createObject, objectName } from '../workload/object.js';
import type { MountedVolume } from '../workload/volumes.js';
import { WORKSPACE_DIR, WORKSPACE_FILE } from './paths.js';
import { type GrpcServer, workspaceYaml } from './workspace-yaml.js';

export interface WorkspaceProps {
  /** Whether the servers exist. */
  readonly enabled: Token<boolean>;
  /** The servers, once all are known. */
  readonly servers: () => readonly GrpcServer[];
}

/** `workspace.yaml`, and how the processes that read it are told of it. */
export class Workspace extends Construct {
  readonly config: ConfigFile;
  private readonly inhabited: Token<boolean>;

  constructor(scope: Construct, id: string, { enabled, servers }: WorkspaceProps) {
    super(scope, id);
    this.inhabited = new All([enabled, new Fact(() => servers().length > 0)]);
    const text = new Choice(this.inhabited, new Fact(() => workspaceYaml(servers())), workspaceYaml([]));
    this.config = new ConfigFile('workspace.yaml', text);
    createObject<IConfigMap>(
      this,
      'config',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        suffix: 'workspace',
        selector: selectorOf(Release.of(this), 'workspace'),
      },
      { data: { 'workspace.yaml': this.config } },
    );
  }

  /** A folder, since a file that is mounted alone never changes. */
  get volume(): MountedVolume {
    return {
      volume: { name: 'workspace', configMap: { name: objectName(this, 'workspace') } },
      mount: { mountPath: WORKSPACE_DIR, readOnly: true },
    };
  }

  /** A command that reads the workspace; one without code locations has to be allowed. */
  command(...words: string[]): Token<readonly string[]> {
    const command = [...words, '-w', WORKSPACE_FILE];
    return new Choice<readonly string[]>(this.inhabited, command, [...command, '--empty-workspace']);
  }
}
