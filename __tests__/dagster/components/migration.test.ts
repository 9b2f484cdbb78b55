import { JsonPatch } from 'cdk8s';
import { type DagsterPostgresOptions, type MigrationOptions, PostgresPassword } from '../../../lib/index.js';
import { errorsOfProps, usualChart, usualObjects } from '../../support/releases.js';

const jobs = (image?: { repository: string; tag: string }) =>
  usualObjects({ migration: image === undefined ? {} : { image } }).filter(({ kind }) => kind === 'Job');

test('there is no migration unless it is asked for', () => {
  expect(usualObjects().filter(({ kind }) => kind === 'Job')).toEqual([]);
});

test('a Job waits for the database, then migrates it, with a token that the run launcher wants to see', () => {
  const [job] = jobs();
  expect(job?.spec.template.spec.initContainers[0].name).toBe('check-db-ready');
  expect(job?.spec.template.spec.containers[0].command).toEqual(['dagster', 'instance', 'migrate']);
  expect(job?.spec.template.spec).toMatchObject({ restartPolicy: 'OnFailure', automountServiceAccountToken: true });
});

test('another image is another Job, since a Job cannot be changed', () => {
  const names = [jobs(), jobs(), jobs({ repository: 'a', tag: '2' })].map(([job]) => job?.metadata.name);
  expect(names[0]).toMatch(/^test-migrate-[0-9a-f]{8}$/);
  expect(names[1]).toBe(names[0]);
  expect(names[2]).not.toBe(names[0]);
});

test('rejects a request above its limit', () => {
  const resources = { requests: { cpu: '2' }, limits: { cpu: '1' } };
  expect(errorsOfProps({ migration: { resources } }).join()).toContain(
    'resources.requests.cpu: found 2, above the limit',
  );
});

test('nothing in the pod of the Job follows the values document, so that it never has to change', () => {
  const [embedded] = jobs();
  const values = { postgresql: { enabled: false, externalDatabase: { host: 'db', port: 1 } } };
  const [external] = usualObjects({ migration: {}, values }).filter(({ kind }) => kind === 'Job');
  expect(external).toEqual(embedded);
});

test.each<[string, MigrationOptions, DagsterPostgresOptions?]>([
  ['resources', { resources: { requests: { cpu: '1m' } } }],
  ['a variable', { env: [{ name: 'A', value: '1' }] }],
  ['a label', { pod: { labels: { team: 'a' } } }],
  ['the password’s Secret', {}, { password: PostgresPassword.fromSecret({ name: 'other' }) }],
  ['the password’s key', {}, { password: PostgresPassword.fromSecret({ key: 'other' }) }],
])('another pod is another Job: %s', (_, migration, postgresql = {}) => {
  const [before] = jobs();
  const [after] = usualObjects({ migration, postgresql }).filter(({ kind }) => kind === 'Job');
  expect(after?.spec).not.toEqual(before?.spec);
  expect(after?.metadata.name).not.toBe(before?.metadata.name);
});

test('a Job that a patch changes is another Job, and is found by its name without the digest', () => {
  const chart = usualChart({ migration: {} });
  const job = chart.findObject('Job', 'migrate');
  job.addJsonPatch(JsonPatch.add('/spec/template/spec/priorityClassName', 'high'));
  const patched = chart.toJson().find(({ kind }) => kind === 'Job');
  expect(patched?.metadata.name).toMatch(/^test-migrate-[0-9a-f]{8}$/);
  expect(patched?.metadata.name).not.toBe(jobs()[0]?.metadata.name);
});
