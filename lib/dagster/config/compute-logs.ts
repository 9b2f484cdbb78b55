import type { Issue, JsonMap } from '../../engine/index.js';
import type { Cloud } from './cloud.js';
import {
  AZURE,
  type AzureBlobComputeLogsOptions,
  AzureCredential,
  GCS,
  type GcsComputeLogsOptions,
  LOCAL,
  type LocalComputeLogsOptions,
  S3,
  type S3ComputeLogsOptions,
} from './compute-logs-options.js';
import { type ConfigurableClass, checkClass, renderClass, soundClass } from './configurable-class.js';
import { checkFields, type Field, plainMap, renderFields } from './fields.js';

type Table = Readonly<Record<string, Field>>;

/** Where the standard output and errors of steps are kept, beside the logs of the run pods themselves. */
export class ComputeLogs {
  /** Nowhere. */
  static none(): ComputeLogs {
    const manager = { module: 'dagster.core.storage.noop_compute_log_manager', class: 'NoOpComputeLogManager' };
    return new ComputeLogs(manager, () => []);
  }

  /** In a folder: of use when runs and the webserver share a volume. */
  static local(options: LocalComputeLogsOptions): ComputeLogs {
    const module = 'dagster.core.storage.local_compute_log_manager';
    return ComputeLogs.of(module, 'LocalComputeLogManager', LOCAL, options);
  }

  /** In Amazon S3, or a server that speaks its language. */
  static s3(options: S3ComputeLogsOptions): ComputeLogs {
    return ComputeLogs.of('dagster_aws.s3.compute_log_manager', 'S3ComputeLogManager', S3, options);
  }

  /** In Google Cloud Storage. */
  static gcs(options: GcsComputeLogsOptions): ComputeLogs {
    return ComputeLogs.of('dagster_gcp.gcs.compute_log_manager', 'GCSComputeLogManager', GCS, options);
  }

  /** In Azure Blob Storage. */
  static azureBlob(options: AzureBlobComputeLogsOptions): ComputeLogs {
    const module = 'dagster_azure.blob.compute_log_manager';
    const { credential = AzureCredential.default().config, ...others } = renderFields(AZURE, options);
    const config = { ...others, ...plainMap(credential) };
    const manager = { module, class: 'AzureBlobComputeLogManager', config };
    return new ComputeLogs(manager, (path) => checkFields(AZURE, options, path));
  }

  /** As a class of your own says, which the images of the webserver and of all code locations have to hold. */
  static custom(manager: ConfigurableClass): ComputeLogs {
    return new ComputeLogs(soundClass(manager), (path) => checkClass(manager, path));
  }

  private static of(module: string, name: string, fields: Table, options: object): ComputeLogs {
    return new ComputeLogs({ module, class: name, config: renderFields(fields, options) }, (path) =>
      checkFields(fields, options, path),
    );
  }

  private constructor(
    private readonly manager: ConfigurableClass,
    private readonly check: (path: string) => Issue[],
  ) {}

  /** The `compute_logs` of `dagster.yaml`. */
  render(): JsonMap {
    return renderClass(this.manager);
  }

  /** The URL of the server that keeps them, where it is said and known here. */
  get endpoint(): string | undefined {
    const url = this.manager.config?.endpoint_url;
    return typeof url === 'string' ? url : undefined;
  }

  /** The cloud that keeps them, and that knows pods by the identity which it gives them. */
  get cloud(): Cloud | undefined {
    const { class: name, config = {} } = this.manager;
    if (name === 'GCSComputeLogManager') return 'google';
    if (name === 'S3ComputeLogManager') return config.endpoint_url === undefined ? 'aws' : undefined;
    return name === 'AzureBlobComputeLogManager' && config.default_azure_credential !== undefined ? 'azure' : undefined;
  }

  /** What is wrong with the options. @param path the option that holds it */
  issues(path: string): Issue[] {
    return this.check(path);
  }
}
