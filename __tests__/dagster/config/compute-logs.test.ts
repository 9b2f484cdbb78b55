import { ComputeLogs } from '../../../lib/dagster/config/compute-logs.js';
import { AzureCredential } from '../../../lib/dagster/config/compute-logs-options.js';
import { printed } from '../../support/issues.js';

const remote = { prefix: 'logs', localDir: '/tmp', uploadInterval: 30, showUrlOnly: true };
const remoteConfig = { prefix: 'logs', local_dir: '/tmp', upload_interval: 30, show_url_only: true };

test('logs in a folder', () => {
  expect(ComputeLogs.local({ baseDir: { env: 'LOGS' }, pollingTimeout: 2.5 }).render()).toStrictEqual({
    module: 'dagster.core.storage.local_compute_log_manager',
    class: 'LocalComputeLogManager',
    config: { base_dir: { env: 'LOGS' }, polling_timeout: 2.5 },
  });
});

test('logs in S3', () => {
  const logs = ComputeLogs.s3({
    bucket: 'b',
    region: { env: 'AWS_REGION' },
    endpointUrl: 'http://minio:9000',
    useSsl: false,
    verify: true,
    verifyCertPath: '/ca.crt',
    skipEmptyFiles: true,
    uploadExtraArgs: { ServerSideEncryption: 'AES256' },
    ...remote,
  });
  expect(logs.issues('computeLogs')).toEqual([]);
  expect(logs.render()).toStrictEqual({
    module: 'dagster_aws.s3.compute_log_manager',
    class: 'S3ComputeLogManager',
    config: {
      bucket: 'b',
      region: { env: 'AWS_REGION' },
      endpoint_url: 'http://minio:9000',
      use_ssl: false,
      verify: true,
      verify_cert_path: '/ca.crt',
      skip_empty_files: true,
      upload_extra_args: { ServerSideEncryption: 'AES256' },
      ...remoteConfig,
    },
  });
});

test('logs in Google Cloud Storage', () => {
  expect(ComputeLogs.gcs({ bucket: 'b', jsonCredentialsEnv: 'KEY', ...remote }).render()).toStrictEqual({
    module: 'dagster_gcp.gcs.compute_log_manager',
    class: 'GCSComputeLogManager',
    config: { bucket: 'b', json_credentials_envvar: 'KEY', ...remoteConfig },
  });
});

test('logs in Azure are written as the pod’s identity', () => {
  const logs = ComputeLogs.azureBlob({ storageAccount: 'a', container: 'c', endpointSuffix: 'e', ...remote });
  expect(logs.issues('computeLogs')).toEqual([]);
  expect(logs.render()).toStrictEqual({
    module: 'dagster_azure.blob.compute_log_manager',
    class: 'AzureBlobComputeLogManager',
    config: {
      storage_account: 'a',
      container: 'c',
      endpoint_suffix: 'e',
      ...remoteConfig,
      default_azure_credential: {},
    },
  });
});

test.each([
  [
    AzureCredential.default({ exclude_cli_credential: true }),
    { default_azure_credential: { exclude_cli_credential: true } },
  ],
  [AzureCredential.accessKeyFromEnv('KEY'), { access_key_or_sas_token: { env: 'KEY' } }],
  [
    AzureCredential.servicePrincipalFromEnv({ tenantId: 'T', clientId: 'C', clientSecret: 'S' }),
    { secret_credential: { client_id: { env: 'C' }, client_secret: { env: 'S' }, tenant_id: { env: 'T' } } },
  ],
])('a credential of Azure’s is named, never written (%#)', (credential, config) => {
  expect(ComputeLogs.azureBlob({ storageAccount: 'a', container: 'c', credential }).render().config).toStrictEqual({
    storage_account: 'a',
    container: 'c',
    ...config,
  });
});

test('logs that a class of one’s own keeps', () => {
  const manager = { module: 'mine', class: 'Mine' };
  expect(ComputeLogs.custom(manager).render()).toStrictEqual(manager);
});

test('rejects a value where the name of its variable belongs', () => {
  const credential = AzureCredential.accessKeyFromEnv('c2VjcmV0==');
  expect(
    printed(ComputeLogs.azureBlob({ storageAccount: 'a', container: 'c', credential }).issues('computeLogs')),
  ).toEqual([
    'computeLogs.credential: found "c2VjcmV0=="; allowed: the name of an environment variable, never its value',
  ]);
  expect(printed(ComputeLogs.gcs({ bucket: 'b', jsonCredentialsEnv: '{}' }).issues('computeLogs'))).toEqual([
    'computeLogs.jsonCredentialsEnv: found "{}"; allowed: the name of an environment variable',
  ]);
});

test('rejects what is missing or out of range', () => {
  const logs = ComputeLogs.s3(JSON.parse('{"uploadInterval": 0, "uploadExtraArgs": [], "buckets": "b"}'));
  expect(printed(logs.issues('computeLogs'))).toEqual([
    'computeLogs.uploadInterval: found 0; allowed: integer, at least 1',
    'computeLogs.uploadExtraArgs: found []; allowed: an object of plain data; write an object, in { }',
    'computeLogs.buckets: unknown key "buckets"; allowed: bucket, region, endpointUrl, useSsl, verify, verifyCertPath, skipEmptyFiles, uploadExtraArgs, prefix, localDir, uploadInterval, showUrlOnly; did you mean "bucket"?',
    'computeLogs.bucket: missing; allowed: the name of a bucket, without "s3://", "gs://", "/" or spaces, or { env: NAME }; add it',
  ]);
  expect(printed(ComputeLogs.local({ baseDir: '', pollingTimeout: 0 }).issues('computeLogs'))).toEqual([
    'computeLogs.baseDir: found ""; allowed: a text that is not empty, or { env: NAME }; write it, or leave it out',
    'computeLogs.pollingTimeout: found 0; allowed: number above 0',
  ]);
});

test.each(['s3://logs', 'gs://logs', 'logs/dagster', 'my logs'])('a bucket is a name: %s', (bucket) => {
  const issue =
    `computeLogs.bucket: found "${bucket}"; allowed: the name of a bucket, without "s3://", "gs://", "/" or spaces, ` +
    'or { env: NAME }';
  expect(printed(ComputeLogs.s3({ bucket }).issues('computeLogs'))).toEqual([issue]);
  expect(printed(ComputeLogs.gcs({ bucket }).issues('computeLogs'))).toEqual([issue]);
});

test.each(['arn:aws:s3:eu-west-1:111122223333:accesspoint/logs', 'Old_bucket.of.2010'])(
  'a bucket may be: %s',
  (bucket) => {
    expect(ComputeLogs.s3({ bucket }).issues('computeLogs')).toEqual([]);
  },
);

test.each(['minio:9000', 'htp://minio', 'http://', 's3.example.com'])('a server is a URL: %s', (endpointUrl) => {
  expect(printed(ComputeLogs.s3({ bucket: 'logs', endpointUrl }).issues('computeLogs'))).toEqual([
    `computeLogs.endpointUrl: found "${endpointUrl}"; allowed: a URL such as "http://minio.minio.svc:9000", or { env: NAME }`,
  ]);
});
