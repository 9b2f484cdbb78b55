import type { JsonMap } from '../../engine/index.js';
import { additional } from './imported-additional.js';
import { custom } from './imported-class.js';
import { variablesOfCelery } from './imported-launcher.js';
import { isJsonMap, type Values } from './official-values.js';
import type { Secrets } from './secrets.js';
import { Call, type Source, unlessEmpty } from './source.js';

const THREADS = ['useThreads', 'numWorkers', 'numSubmitWorkers'];

/** What `dagster.yaml` says. */
export function instance(values: Values, secrets: Secrets): Source {
  const daemon = values.at('dagsterDaemon');
  const limits = concurrency(
    values.at('concurrency'),
    daemon.at('runCoordinator').at('config').at('queuedRunCoordinator'),
  );
  const parts = {
    runCoordinator: runCoordinator(daemon.at('runCoordinator'), daemon.is('enabled'), limits !== undefined),
    concurrency: limits,
    runMonitoring: unlessEmpty(
      daemon
        .at('runMonitoring')
        .all(
          'enabled',
          'startTimeoutSeconds',
          'cancelTimeoutSeconds',
          'maxRuntimeSeconds',
          'pollIntervalSeconds',
          'maxResumeRunAttempts',
          'freeSlotsAfterRunEndSeconds',
        ),
    ),
    runRetries: unlessEmpty(daemon.at('runRetries').all('enabled', 'maxRetries', 'retryOnAssetOrOpFailure')),
    scheduler: scheduler(values.at('scheduler')),
    schedules: unlessEmpty(daemon.at('schedules').all(...THREADS)),
    sensors: unlessEmpty(daemon.at('sensors').all(...THREADS)),
    backfills: unlessEmpty(daemon.at('backfills').all(...THREADS)),
    retention: retention(values.at('retention')),
    computeLogs: computeLogs(values.at('computeLogManager')),
    pythonLogs: unlessEmpty(
      values.at('pythonLogs').all('pythonLogLevel', 'managedPythonLoggers', 'dagsterHandlerConfig'),
    ),
    storage: storage(values.at('postgresql'), values.at('global').is('postgresqlAuthWifEnabled')),
    telemetry: values.at('telemetry').get('enabled') === true ? true : undefined,
  };
  const further = additional(values);
  const variables = secrets.ofInstance.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secrets.secretName, key: name } },
  }));
  const env = [...variables, ...variablesOfCelery(values)];
  return unlessEmpty({
    ...parts,
    ...further.options,
    additionalConfig: further.rest,
    env: env.length > 0 ? env : undefined,
  });
}

function runCoordinator(values: Values, daemon: boolean, limited: boolean): Source {
  const type = values.get('type');
  if (values.get('enabled') === false || !daemon) {
    values.ledger.decisions.push(
      'The official chart writes no run coordinator then, and Dagster queues runs, at most 10 at a time: so does the release.',
    );
    return undefined;
  }
  const config = values.at('config');
  if (type === 'CustomRunCoordinator') return custom('RunCoordinator.custom', config.at('customRunCoordinator'));
  const queue = config.at('queuedRunCoordinator');
  // The official chart limits nothing unless it is told to.
  const limits = limited
    ? {}
    : { maxConcurrentRuns: queue.get('maxConcurrentRuns') ?? -1, ...queue.all('tagConcurrencyLimits') };
  const block = queue.at('blockOpConcurrencyLimitedRuns').all('enabled', 'opConcurrencySlotBuffer');
  const options = {
    ...limits,
    ...queue.all('dequeueIntervalSeconds', 'dequeueUseThreads', 'dequeueNumWorkers'),
    blockOpConcurrencyLimitedRuns: unlessEmpty(limited ? { enabled: block.enabled } : block),
  };
  const said = unlessEmpty(options);
  return said === undefined ? undefined : new Call('RunCoordinator.queued', [said]);
}

/** Limits, which Dagster takes in one place alone: those of the queue go along. */
function concurrency(values: Values, queue: Values): Source {
  if (!values.is('enabled')) return undefined;
  const buffer = queue.at('blockOpConcurrencyLimitedRuns').said('opConcurrencySlotBuffer');
  const { opGranularityRunBuffer = buffer, ...pools } = values
    .at('pools')
    .all('defaultLimit', 'granularity', 'opGranularityRunBuffer');
  const limit = (key: string): Source => values.at('runs').get(key) ?? queue.get(key);
  return {
    pools: unlessEmpty({ ...pools, opGranularityRunBuffer }),
    runs: {
      maxConcurrentRuns: limit('maxConcurrentRuns') ?? -1,
      tagConcurrencyLimits: limit('tagConcurrencyLimits'),
    },
  };
}

function scheduler(values: Values): Source {
  const config = values.at('config');
  if (values.get('type') === 'CustomScheduler') return custom('Scheduler.custom', config.at('customScheduler'));
  const options = unlessEmpty(config.at('daemonScheduler').all('maxCatchupRuns', 'maxTickRetries'));
  return options === undefined ? undefined : new Call('Scheduler.daemon', [options]);
}

function retention(values: Values): Source {
  if (!values.is('enabled')) return undefined;
  const days = (key: string): Source => values.at(key).get('purgeAfterDays');
  return unlessEmpty({
    schedule: days('schedule'),
    sensor: days('sensor'),
    autoMaterialize: days('autoMaterialize'),
  });
}

const REMOTE = ['localDir', 'prefix', 'uploadInterval', 'showUrlOnly'];

function computeLogs(values: Values): Source {
  const config = values.at('config');
  switch (values.get('type')) {
    case 'S3ComputeLogManager': {
      const keys = ['region', 'endpointUrl', 'useSsl', 'verify', 'verifyCertPath', 'skipEmptyFiles', 'uploadExtraArgs'];
      const s3 = config.at('s3ComputeLogManager');
      if (s3.get('useSsl') === false)
        s3.ledger.decisions.push(
          '`useSsl: false` is in force now; the official chart writes it only where it is true.',
        );
      return new Call('ComputeLogs.s3', [s3.all('bucket', ...keys, ...REMOTE)]);
    }
    case 'GCSComputeLogManager': {
      const gcs = config.at('gcsComputeLogManager');
      const jsonCredentialsEnv = gcs.get('jsonCredentialsEnvvar');
      return new Call('ComputeLogs.gcs', [{ ...gcs.all('bucket', ...REMOTE), jsonCredentialsEnv }]);
    }
    case 'AzureBlobComputeLogManager':
      return azure(config.at('azureBlobComputeLogManager'));
    case 'LocalComputeLogManager':
      return new Call('ComputeLogs.local', [config.at('localComputeLogManager').all('baseDir', 'pollingTimeout')]);
    case 'CustomComputeLogManager':
      return custom('ComputeLogs.custom', config.at('customComputeLogManager'));
    default:
      return undefined;
  }
}

function azure(values: Values): Source {
  const principal = values.map('secretCredential');
  const key = values.get('accessKeyOrSasToken');
  const options = values.map('defaultAzureCredential');
  const variable = (value: unknown, name: string): string =>
    isJsonMap(value as JsonMap) && typeof (value as JsonMap).env === 'string' ? `${(value as JsonMap).env}` : name;
  const credential =
    Object.keys(principal).length > 0
      ? new Call('AzureCredential.servicePrincipalFromEnv', [
          {
            tenantId: variable(principal.tenantId ?? principal.tenant_id, 'AZURE_TENANT_ID'),
            clientId: variable(principal.clientId ?? principal.client_id, 'AZURE_CLIENT_ID'),
            clientSecret: variable(principal.clientSecret ?? principal.client_secret, 'AZURE_CLIENT_SECRET'),
          },
        ])
      : key !== undefined
        ? new Call('AzureCredential.accessKeyFromEnv', [variable(key, 'AZURE_ACCESS_KEY')])
        : Object.keys(options).length > 0
          ? new Call('AzureCredential.default', [options])
          : undefined;
  if (Object.keys(principal).length > 0)
    values.ledger.decisions.push('Give the variables of the Azure service principal in `instance.env`, from a Secret.');
  return new Call('ComputeLogs.azureBlob', [
    { ...values.all('storageAccount', 'container', 'endpointSuffix', ...REMOTE), credential },
  ]);
}

const CLOUDS: Readonly<Record<string, string>> = { azure_wif: 'azure', gcp_wif: 'gcp', aws_wif: 'aws' };

/** The cloud by which the database knows its pods, which need no password then. */
export function cloudOf(database: Values): string | undefined {
  return CLOUDS[database.at('authProvider').text('type') ?? ''];
}

function storage(values: Values, identity: boolean): Source {
  const auth = values.at('authProvider');
  const cloud = cloudOf(values);
  const arg = cloud === 'azure' ? auth.text('azureScope') : cloud === 'aws' ? auth.text('awsRegion') : undefined;
  if (identity && cloud === undefined)
    values.ledger.decisions.push(
      'The database knows its pods: say by which cloud, in `instance.storage.authProvider`.',
    );
  return unlessEmpty({
    params: values.get('postgresqlParams'),
    authProvider: cloud === undefined ? undefined : new Call(`DatabaseAuth.${cloud}`, arg === undefined ? [] : [arg]),
  });
}
