import { type DagsterChartProps, PostgresPassword } from '../../lib/index.js';
import { expectWorking } from './support/checks.js';
import { Namespace } from './support/namespace.js';
import { ETL, manifestsOf } from './support/release.js';

const postgresql = { password: PostgresPassword.createdInCluster() };
const without: [string, DagsterChartProps][] = [
  ['none', { postgresql }],
  ['disabled', { postgresql, userCode: { locations: [ETL] }, values: { 'dagster-user-code': { enabled: false } } }],
];

test.each(without)('a release works whose code locations are %s', async (name, props) => {
  const namespace = new Namespace(`dagster-${name}`).create();
  namespace.apply(manifestsOf(name, props));
  await expectWorking(namespace, []);
  expect(namespace.select('select count(*) from daemon_heartbeats')).not.toEqual(['0']);
  namespace.delete();
});
