import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { importOfficialValues } from '../../../lib/dagster/import/importer.js';
import { addImport } from '../../../lib/engine/cli/import.js';
import { temporaryFolder } from '../../support/tools.js';

const folder = temporaryFolder();
let count = 0;

afterAll(() => rmSync(folder, { recursive: true }));

/** A folder that holds some files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  count += 1;
  const path = join(folder, `${count}`);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

async function run(
  path: string,
  names: readonly string[],
  release = 'analytics',
  flags: readonly string[] = [],
): Promise<void> {
  const command = new Command('cdk8s-dagster').exitOverride();
  addImport(command, 'the official Dagster chart', importOfficialValues);
  const [first = '', ...more] = names.map((name) => join(path, name));
  const printed = import.meta.jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const args = [
      first,
      ...more.flatMap((file) => ['-f', file]),
      '--release',
      release,
      '--namespace',
      'data',
      ...flags,
    ];
    await command.parseAsync(['import', ...args, '--output', path], { from: 'user' });
  } finally {
    printed.mockRestore();
  }
}

const textOf = (path: string, name: string): string => readFileSync(join(path, name), 'utf8');

test('it writes a project beside the values, and how the values went', async () => {
  const path = folderWith({ 'values.yaml': 'telemetry: {enabled: true}' });
  await run(path, ['values.yaml']);
  const names = ['.gitignore', 'IMPORT.md', 'cdk8s.yaml', 'main.ts', 'package.json', 'tsconfig.json', 'values.yaml'];
  expect(readdirSync(path).sort()).toEqual(names);
});

test('more values are laid over the first, and null removes a default', async () => {
  const path = folderWith({
    'values.yaml': 'dagsterDaemon: {logFormat: json, heartbeatTolerance: 600}\ndagsterWebserver: {replicaCount: 2}',
    'more.yaml': 'dagsterDaemon: {logFormat: null}\ndagsterWebserver: {replicaCount: 3}',
  });
  await run(path, ['values.yaml', 'more.yaml']);
  expect(textOf(path, 'main.ts')).toContain('webserver: { replicas: 3 },\n  daemon: { heartbeatTolerance: 600 },');
});

test('single values are laid over those of files, texts over others', async () => {
  const path = folderWith({ 'values.yaml': 'dagsterWebserver: {replicaCount: 2, image: {repository: a}}' });
  const flags = ['--set-string', 'dagsterWebserver.image.tag=1', '--set', 'dagsterWebserver.replicaCount=4'];
  await run(path, ['values.yaml'], 'analytics', [
    ...flags,
    '--set',
    'dagsterWebserver.image.tag=3,telemetry.enabled=false',
  ]);
  expect(textOf(path, 'main.ts')).toContain("webserver: { image: { repository: 'a', tag: '1' }, replicas: 4 },");
});

test('what is wrong with single values is said with all else', async () => {
  const path = folderWith({ 'values.yaml': 'a: [' });
  await expect(run(path, ['values.yaml'], 'Data', ['--set', 'a'])).rejects.toThrow(
    /3 errors, nothing was written:(.*\n)+.*--set: found "a"; allowed: path\.to\.key=value/,
  );
});

test.each([
  ['a list', '[1]', 'the YAML text holds a list; allowed: one map'],
  ['no YAML', 'a: [', 'allowed: one YAML map'],
])('a file of values that is %s is an error', async (_, text, message) => {
  const path = folderWith({ 'values.yaml': text });
  await expect(run(path, ['values.yaml'])).rejects.toThrow(message);
  expect(readdirSync(path)).toEqual(['values.yaml']);
});

test('all that is wrong is said at once', async () => {
  const path = folderWith({ 'values.yaml': '[1]' });
  const error = await run(path, ['values.yaml', 'none.yaml'], 'A_B').catch((thrown: Error) => thrown.message);
  expect(error).toMatch(/^3 errors, nothing was written:/);
  expect(error).toContain('none.yaml: cannot be read: ENOENT; allowed: a file of YAML');
});

test('nothing is overwritten', async () => {
  const path = folderWith({ 'values.yaml': '{}', 'main.ts': 'mine', 'cdk8s.yaml': 'mine' });
  await expect(run(path, ['values.yaml'])).rejects.toThrow(/^2 errors, nothing was written:\n.*cdk8s\.yaml: is there;/);
  expect(textOf(path, 'main.ts')).toBe('mine');
  expect(readdirSync(path).sort()).toEqual(['cdk8s.yaml', 'main.ts', 'values.yaml']);
});

const SECRETS = `
postgresql: {postgresqlPassword: hunter2-a}
redis: {enabled: true, password: hunter2-b}
rabbitmq: {rabbitmq: {password: hunter2-c}}
dagsterWebserver: {env: [{name: API_TOKEN, value: hunter2-d}, {name: DB, value: 'postgresql://u:hunter2-e@h/d'}]}
dagster-user-deployments: {deployments: [{name: etl, image: {repository: etl, tag: '1'}, dagsterApiGrpcArgs: [a], env: {SOME_PASSWORD: hunter2-f}}]}
computeLogManager: {type: AzureBlobComputeLogManager, config: {azureBlobComputeLogManager: {storageAccount: a, container: c, accessKeyOrSasToken: hunter2-g}}}
runLauncher: {type: CustomRunLauncher, config: {customRunLauncher: {module: m, class: C, config: {password: hunter2-h}}}}
extraManifests: [{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: hunter2-i}}]
`;

test.each([
  'runLauncher: {config: {k8sRunLauncher: {envVars: [SECRET_KEY=hunter2, REGION=eu]}}}',
  'dagsterDaemon: {env: [{name: SLACK_WEBHOOK, value: hunter2}, {name: AWS_SECRET_ACCESS_KEY, value: hunter2}]}',
  "dagster-user-deployments: {deployments: [{name: a, image: {repository: a, tag: '1'}, dagsterApiGrpcArgs: [-m, a, --api-token=hunter2]}]}",
  'dagsterWebserver: {annotations: {proxy: "https://user:hunter2@example.com"}}',
  'additionalInstanceConfig: {secrets: {custom: {module: m, class: C, config: {vault_token: hunter2}}}}',
])('it finds secrets wherever they are: %s', async (text) => {
  const path = folderWith({ 'values.yaml': text });
  await run(path, ['values.yaml']);
  const files = readdirSync(path).filter((name) => name !== 'values.yaml');
  expect(files.filter((name) => textOf(path, name).includes('hunter2'))).toEqual([]);
});

test('no secret in clear is written anywhere, and the report says which Secret to make', async () => {
  const path = folderWith({ 'values.yaml': SECRETS });
  await run(path, ['values.yaml']);
  const files = readdirSync(path).filter((name) => name !== 'values.yaml');
  expect(files.filter((name) => textOf(path, name).includes('hunter2'))).toEqual([]);
  const reference =
    "{ name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'analytics-secrets', key: 'API_TOKEN' } } }";
  expect(textOf(path, 'main.ts')).toContain(reference);
  expect(textOf(path, 'main.ts')).toContain("AzureCredential.accessKeyFromEnv('ACCESS_KEY_OR_SAS_TOKEN')");
  const report = textOf(path, 'IMPORT.md');
  expect(report).toContain('Make the Secret `analytics-secrets` before the release');
  expect(report).toContain('- `dagsterWebserver.env[0]` is the key `API_TOKEN`');
});

test('a key that the official chart ignores is reported with the nearest', async () => {
  const path = folderWith({
    'values.yaml': 'dagsterWebserver: {replicas: 2, nodeSelectr: {a: b}}\ntelemetri: {enabled: false}',
  });
  await run(path, ['values.yaml']);
  const report = textOf(path, 'IMPORT.md');
  const ignored = 'no option of the official chart, which ignores it';
  expect(report).toContain(
    `- \`dagsterWebserver.nodeSelectr.a\`: ${ignored}; is \`dagsterWebserver.nodeSelector\` meant?`,
  );
  expect(report).toContain(`- \`telemetri.enabled\`: ${ignored}; is \`telemetry.enabled\` meant?`);
});

test('what is not carried over is reported with its reason', async () => {
  const path = folderWith({ 'values.yaml': 'global: {dagsterHome: /srv}\nflower: {enabled: true}' });
  await run(path, ['values.yaml']);
  expect(textOf(path, 'IMPORT.md')).toContain(
    '- `global.dagsterHome`: The path is fixed, since nothing in an image has to be there',
  );
});
