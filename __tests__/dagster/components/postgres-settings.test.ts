import { DagsterApp, DagsterChart, open, text } from '../../../lib/index.js';
import { errorsOfProps, find, type KubernetesObject, parseManifests, usualObjects } from '../../support/releases.js';

const commandIn = (objects: readonly KubernetesObject[], name = 'test-postgresql'): string[] =>
  find(objects, 'StatefulSet', name).spec.template.spec.containers[0].command;

test('without settings, PostgreSQL has its own', () => {
  expect(commandIn(usualObjects())).toEqual(['docker-entrypoint.sh', 'postgres']);
});

test('settings become arguments of PostgreSQL', () => {
  const settings = { max_connections: '200', 'pg_stat_statements.max': '5000' };
  expect(commandIn(usualObjects({ postgresql: { settings } }))).toEqual([
    ...['docker-entrypoint.sh', 'postgres', '-c', 'max_connections=200'],
    ...['-c', 'pg_stat_statements.max=5000'],
  ]);
});

test('the values document decides a setting that is opened', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, 'r', {
    postgresql: { settings: { max_connections: open('db.connections', text('100', 'Connections.')) } },
    values: { db: { connections: '300' } },
  });
  const objects = parseManifests(app.render().get('r/manifests/dagster.k8s.yaml') ?? '');
  expect(commandIn(objects, 'r-postgresql').slice(2)).toEqual(['-c', 'max_connections=300']);
});

test.each([['max connections'], ['max_connections=5'], ['-c']])('rejects a setting named %j', (name) => {
  expect(errorsOfProps({ postgresql: { settings: { [name]: '1' } } }).join('\n')).toContain(
    `settings.${name}: found "${name}"; allowed: the name of a setting of PostgreSQL, such as "max_connections"`,
  );
});
