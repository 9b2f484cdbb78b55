import type { DagsterChartProps } from '../../lib/index.js';
import { select } from './support/checks.js';
import { expectWorking, type LiveRelease, liveRelease, passwordSecret } from './support/live-release.js';
import { ETL, manifestsOf } from './support/release.js';

const KEY = 'postgresql-password';
let live: LiveRelease | undefined;

afterEach(async () => {
  await live?.cluster.close();
});

const without: [string, DagsterChartProps][] = [
  ['none', {}],
  ['disabled', { userCode: { locations: [ETL] }, values: { 'dagster-user-code': { enabled: false } } }],
];

test.each(without)('a release works whose code locations are %s', async (name, props) => {
  const secret = passwordSecret(`dagster-${name}`, `${name}-postgresql`, KEY);
  live = await liveRelease(manifestsOf(name, props), { before: ({ store }) => store.create(secret) });
  await expectWorking(live, []);
  const host = live.cluster.services.addressOf(`dagster-${name}`, `${name}-postgresql`);
  const access = { host, port: 5432, database: 'dagster', user: 'dagster', password: secret.stringData[KEY] };
  expect(await select(access, 'select count(*) from daemon_heartbeats')).not.toEqual(['0']);
});
