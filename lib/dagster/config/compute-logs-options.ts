import { checked, type Issue, is, type JsonMap, notAllowed, within } from '../../engine/index.js';
import {
  bucket,
  data,
  type EnvOr,
  envName,
  type Fields,
  flag,
  integer,
  isEnvName,
  needed,
  type OptionalField,
  seconds,
  textOrEnv,
  urlOrEnv,
} from './fields.js';

/** What all stores outside of the cluster have in common. */
export interface RemoteComputeLogs {
  /** What the names of all objects begin with. @default 'dagster' */
  readonly prefix?: EnvOr<string>;
  /** Where a process keeps logs before it uploads them. @default - its folder for temporary files */
  readonly localDir?: EnvOr<string>;
  /** Seconds between two uploads while a step runs. @default - uploaded when the step ends */
  readonly uploadInterval?: number;
  /** Whether the web UI shows where logs are instead of the logs. @default false */
  readonly showUrlOnly?: boolean;
}

const REMOTE: Fields<RemoteComputeLogs> = {
  prefix: textOrEnv('prefix'),
  localDir: textOrEnv('local_dir'),
  uploadInterval: integer('upload_interval', 1),
  showUrlOnly: flag('show_url_only'),
};

/** Logs in a folder. */
export interface LocalComputeLogsOptions {
  /** The folder, which has to be writable in run pods and readable in the webserver's: a shared volume. */
  readonly baseDir: EnvOr<string>;
  /** Seconds between two looks at a log that is being written. @default - Dagster's own */
  readonly pollingTimeout?: number;
}

export const LOCAL: Fields<LocalComputeLogsOptions> = {
  baseDir: needed(textOrEnv('base_dir')),
  pollingTimeout: seconds('polling_timeout'),
};

/** Credentials come from the environment or the pods' service accounts, as AWS's own libraries find them. */
export interface S3ComputeLogsOptions extends RemoteComputeLogs {
  /** The bucket: its name, no URL. */
  readonly bucket: EnvOr<string>;
  /** The region. @default - as AWS's own libraries find it */
  readonly region?: EnvOr<string>;
  /** Another server than Amazon's that speaks S3, as a URL with `http://` or `https://`. @default - Amazon's */
  readonly endpointUrl?: EnvOr<string>;
  /** Whether to talk TLS. @default true */
  readonly useSsl?: boolean;
  /** Whether to verify the server's certificate. @default true */
  readonly verify?: boolean;
  /** The file with the certificates to verify it by. @default - those of the image */
  readonly verifyCertPath?: EnvOr<string>;
  /** Whether to leave out logs in which nothing was written. @default false */
  readonly skipEmptyFiles?: boolean;
  /** Arguments of each upload, for example `{ ServerSideEncryption: 'AES256' }`. @default - none */
  readonly uploadExtraArgs?: JsonMap;
}

export const S3: Fields<S3ComputeLogsOptions> = {
  bucket: needed(bucket('bucket')),
  region: textOrEnv('region'),
  endpointUrl: urlOrEnv('endpoint_url'),
  useSsl: flag('use_ssl'),
  verify: flag('verify'),
  verifyCertPath: textOrEnv('verify_cert_path'),
  skipEmptyFiles: flag('skip_empty_files'),
  uploadExtraArgs: data('upload_extra_args'),
  ...REMOTE,
};

/** Credentials come from the pods' service accounts, unless an environment variable holds them. */
export interface GcsComputeLogsOptions extends RemoteComputeLogs {
  /** The bucket: its name, no URL. */
  readonly bucket: EnvOr<string>;
  /**
   * The environment variable that holds a key as JSON. Dagster 1.13 looks for credentials as Google's own libraries do all
   * the same, and does not go on without any.
   *
   * @default - as Google's own libraries find credentials
   */
  readonly jsonCredentialsEnv?: string;
}

export const GCS: Fields<GcsComputeLogsOptions> = {
  bucket: needed(bucket('bucket')),
  // Dagster wants the name of the variable here, not a reference to it.
  jsonCredentialsEnv: envName('json_credentials_envvar'),
  ...REMOTE,
};

/** The parts of an Azure service principal, each the name of an environment variable. */
export interface ServicePrincipalVariables {
  /** The variable that holds the tenant. */
  readonly tenantId: string;
  /** The variable that holds the client. */
  readonly clientId: string;
  /** The variable that holds the secret of the client. */
  readonly clientSecret: string;
}

/** Logs in Azure Blob Storage. */
export interface AzureBlobComputeLogsOptions extends RemoteComputeLogs {
  /** The storage account. */
  readonly storageAccount: EnvOr<string>;
  /** The container. */
  readonly container: EnvOr<string>;
  /** What the host of the account ends with. @default 'core.windows.net' */
  readonly endpointSuffix?: EnvOr<string>;
  /** How to log in. @default AzureCredential.default() */
  readonly credential?: AzureCredential;
}

const SERVICE_PRINCIPAL = is.bag<ServicePrincipalVariables>({
  tenantId: is.required(is.text),
  clientId: is.required(is.text),
  clientSecret: is.required(is.text),
});

/** What stands for a service principal that is not said in full. */
const NO_PRINCIPAL: ServicePrincipalVariables = { tenantId: 'NONE', clientId: 'NONE', clientSecret: 'NONE' };

/** How to log in to Azure: never a value, only where it is. */
export class AzureCredential {
  /**
   * As Azure's own libraries find a credential, for example by workload identity.
   *
   * @param options arguments of `DefaultAzureCredential`, for example `{ exclude_environment_credential: true }`
   */
  static default(options: Readonly<Record<string, boolean | number | string>> = {}): AzureCredential {
    const { options: given, issues } = checked(is.data, options, {}, 'default()');
    return new AzureCredential({ default_azure_credential: { ...given } }, [], issues);
  }

  /** An access key or a SAS token in an environment variable. */
  static accessKeyFromEnv(name: string): AzureCredential {
    return new AzureCredential({ access_key_or_sas_token: { env: name } }, [name]);
  }

  /** A service principal in environment variables. */
  static servicePrincipalFromEnv(variables: ServicePrincipalVariables): AzureCredential {
    const { options, issues } = checked(SERVICE_PRINCIPAL, variables, NO_PRINCIPAL, 'servicePrincipalFromEnv()');
    const { tenantId, clientId, clientSecret } = options;
    const secret = { client_id: { env: clientId }, client_secret: { env: clientSecret }, tenant_id: { env: tenantId } };
    return new AzureCredential({ secret_credential: secret }, [tenantId, clientId, clientSecret], issues);
  }

  private constructor(
    /** As Dagster's class takes it. */
    readonly config: { readonly [key: string]: JsonMap },
    /** The environment variables that hold it. */
    private readonly variables: readonly string[],
    private readonly misuse: readonly Issue[] = [],
  ) {}

  /** What is wrong with how it is said. */
  issues(): Issue[] {
    const allowed = 'the name of an environment variable, never its value';
    const strangers = this.variables.filter((variable) => !isEnvName(variable));
    return [...this.misuse, ...strangers.map((variable) => notAllowed('', variable, allowed))];
  }
}

const MADE_CREDENTIAL = is.made(
  AzureCredential,
  'AzureCredential.default(), .accessKeyFromEnv() or .servicePrincipalFromEnv()',
);

const CREDENTIAL: OptionalField = {
  key: 'credential',
  check: {
    ...MADE_CREDENTIAL,
    sound: (value, path, issues) => {
      const credential = MADE_CREDENTIAL.sound(value, path, issues);
      if (credential instanceof AzureCredential) issues.push(...within(path, credential.issues()));
      return credential;
    },
  },
  render: (value) => (value instanceof AzureCredential ? { ...value.config } : {}),
};

export const AZURE: Fields<AzureBlobComputeLogsOptions> = {
  storageAccount: needed(textOrEnv('storage_account')),
  container: needed(textOrEnv('container')),
  endpointSuffix: textOrEnv('endpoint_suffix'),
  ...REMOTE,
  credential: CREDENTIAL,
};
