import { parse } from 'yaml';
import { CertificateAuthority, DatabaseAuth } from '../../../lib/dagster/config/storage.js';
import { checkDbReady } from '../../../lib/dagster/instance/check-db-ready.js';
import { DagsterInstance } from '../../../lib/dagster/instance/instance.js';
import type { DagsterInstanceProps } from '../../../lib/dagster/instance/instance-props.js';
import { RunLauncher } from '../../../lib/dagster/runs/run-launcher.js';
import { usualChart } from '../../support/releases.js';
import { textOf } from '../../support/tokens.js';

/** An instance of the usual release. */
function instance(props: Pick<DagsterInstanceProps, 'options' | 'runLauncher'>): DagsterInstance {
  const chart = usualChart();
  const { connection, systemImage } = chart.instance;
  return new DagsterInstance(chart, 'another', { connection, systemImage, ...props });
}

const namesOf = (list: readonly unknown[]) =>
  JSON.parse(JSON.stringify(list)).map(({ name }: { name: string }) => name);

const token = { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };

test('a variable of the instance reaches every process and every run', () => {
  const { environment, config } = instance({ options: { env: [token] } });
  expect(environment.env).toContainEqual(token);
  expect(parse(textOf(config)).run_launcher.config.run_k8s_config.container_config.env).toEqual([
    expect.objectContaining({ name: 'DAGSTER_PG_PASSWORD' }),
    token,
  ]);
});

test('every process and every run can verify the database', () => {
  const certificateAuthority = CertificateAuthority.fromConfigMap({ name: 'ca' });
  const { volumes, config } = instance({ options: { storage: { certificateAuthority } } });
  expect(volumes).toContainEqual(certificateAuthority.volume);
  const { pod_spec_config, container_config } = parse(textOf(config)).run_launcher.config.run_k8s_config;
  expect(namesOf(pod_spec_config.volumes)).toEqual(['dagster-home', 'tmp', 'database-ca']);
  expect(namesOf(container_config.volumeMounts)).toEqual(['dagster-home', 'tmp', 'database-ca']);
});

test('a database that knows the pods is asked for no password, and only for a connection', () => {
  const plain = instance({});
  const known = instance({ options: { storage: { authProvider: DatabaseAuth.gcp() } } });
  expect([plain.usesPassword, known.usesPassword]).toEqual([true, false]);
  expect(namesOf(known.environment.env)).not.toContain('DAGSTER_PG_PASSWORD');
  expect(textOf(known.config)).not.toContain('DAGSTER_PG_PASSWORD');
  expect(`${checkDbReady(plain).command}`).toContain('psycopg2.connect(');
  expect(`${checkDbReady(known).command}`).toContain('socket.create_connection(');
});

test('the check of the database connects as Dagster does', () => {
  const { command } = checkDbReady(instance({ options: { storage: { params: { sslmode: 'require' } } } }));
  expect(command).toEqual(['python', '-c', expect.any(String), '{"sslmode":"require"}']);
});

test('runs may have an account that exists', () => {
  const own = instance({ runLauncher: RunLauncher.k8s({ serviceAccount: { name: 'own' } }) });
  expect(own.runServiceAccount).toBe('own');
  expect(parse(textOf(own.config)).run_launcher.config.service_account_name).toBe('own');
  expect(own.node.tryFindChild('run-service-account')).toBeUndefined();
  expect(instance({}).runServiceAccount).toBe('test-run');
});

test('processes get what Celery needs, and so do runs', () => {
  const brokerSecret = { name: 'celery', key: 'BROKER' };
  const celery = instance({
    runLauncher: RunLauncher.celeryK8s({ brokerSecret }),
    options: { env: [{ name: 'A', value: '1' }] },
  });
  expect(namesOf(celery.environment.env).slice(-2)).toEqual(['A', 'BROKER']);
  expect(celery.celery?.queues).toEqual([{ name: 'dagster' }]);
  expect(instance({}).celery).toBeUndefined();
});

test('rejects everything that is wrong with the options and the run launcher at once', () => {
  const wrong = instance({
    options: { runMonitoring: { maxResumeRunAttempts: 1 }, runRetries: { maxRetries: -1 } },
    runLauncher: RunLauncher.celeryK8s({ brokerSecret: { name: 'celery', key: 'a.b' } }),
  });
  expect(wrong.node.validate()).toEqual([
    'runRetries.maxRetries: found -1; allowed: integer, at least 0',
    'runLauncher.brokerSecret.key: found "a.b"; allowed: the name of an environment variable, such as "DAGSTER_CELERY_BROKER_URL"',
    'runMonitoring.maxResumeRunAttempts: found 1 with a run launcher that resumes no runs; allowed: 0; use RunLauncher.k8s()',
  ]);
});
