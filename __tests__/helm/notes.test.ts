import { type DagsterChartProps, DatabaseAuth, open, PostgresPassword, text } from '../../lib/index.js';
import { EXAMPLE } from '../support/releases.js';
import { helm } from '../support/tools.js';
import { chartFiles, inFolder } from './render.js';
import { expectSuccess, inUmbrella } from './umbrella.js';

const DRY_RUN = ['install', 'test', '--namespace', 'data', '--dry-run=client', '--values', '-'];

/** What helm prints after an installation. */
function told(output: string): string {
  return output.split('\nNOTES:\n')[1] ?? '';
}

/** The paragraphs of the notes of a chart, installed as "test" into the namespace "data". */
function notesOf(props: DagsterChartProps, values: object = {}): string[] {
  const files = chartFiles('floe-dagster', { ...props, userCode: { locations: [EXAMPLE], ...props.userCode } });
  const notes = inFolder(files, (folder) =>
    told(expectSuccess(helm([...DRY_RUN.slice(0, 2), folder, ...DRY_RUN.slice(2)], JSON.stringify(values)))),
  );
  expect(notes).toMatch(/^\S(.*\S)?\n/);
  expect(notes).toMatch(/\S\n$/);
  expect(notes).not.toMatch(/\n\n\n|[ \t]\n|\t|\{\{|[\uE000-\uF8FF]/);
  return notes.trimEnd().split('\n\n');
}

const WHERE = 'Dagster is the release test in the namespace data.';
const WEB = [
  'The web UI, at http://localhost:3000:',
  '  kubectl --namespace data port-forward service/test-webserver 3000:http',
];
const NO_WEB = 'The webserver is not enabled: there is no web UI and no GraphQL API.';
const NO_DAEMON = 'The daemon is not enabled: schedules, sensors and queued runs do not start.';
const NO_CODE = 'User code is not enabled: there are no code locations in the release.';
const ELSEWHERE =
  'PostgreSQL is not part of the release: it uses the database dagster of the user dagster at db.example.com, port 5433.';
const CREATED =
  'A Job creates the Secret test-postgresql with the database password under the key postgresql-password, unless it exists.';
const NEEDED = [
  'The Secret test-postgresql has to hold the database password under the key postgresql-password; pods wait until it is there:',
  '  kubectl --namespace data create secret generic test-postgresql --from-literal=postgresql-password=PASSWORD',
];
const TEST = ['Whether it works:', '  helm test test --namespace data --logs'];

const SWITCHES = [true, false];
const EVERY = SWITCHES.flatMap((webserver) =>
  SWITCHES.flatMap((daemon) =>
    SWITCHES.flatMap((code) => SWITCHES.map((embedded) => ({ webserver, daemon, code, embedded }))),
  ),
);

test.each(EVERY)('the notes tell all there is to know, and no more: %j', ({ webserver, daemon, code, embedded }) => {
  const values = {
    'dagster-webserver': { enabled: webserver },
    'dagster-daemon': { enabled: daemon },
    'dagster-user-code': { enabled: code },
    postgresql: embedded
      ? { enabled: true }
      : { enabled: false, externalDatabase: { host: 'db.example.com', port: 5433 } },
  };
  expect(notesOf({ postgresql: { password: PostgresPassword.createdInCluster() } }, values)).toEqual([
    WHERE,
    ...(webserver ? WEB : [NO_WEB]),
    ...(daemon ? [] : [NO_DAEMON]),
    ...(code ? [] : [NO_CODE]),
    ...(embedded ? [CREATED] : [ELSEWHERE, ...NEEDED]),
    ...(webserver ? TEST : []),
  ]);
});

describe('the notes follow what is decided in TypeScript', () => {
  test('a Secret that somebody else creates', () => {
    expect(notesOf({})).toEqual([WHERE, ...WEB, ...NEEDED, ...TEST]);
    const password = PostgresPassword.fromSecret({ name: 'db', key: 'pw' });
    expect(notesOf({ postgresql: { password } })).toContain(
      '  kubectl --namespace data create secret generic db --from-literal=pw=PASSWORD',
    );
  });

  test('a Secret that the External Secrets operator keeps', () => {
    const password = PostgresPassword.fromExternalSecret({ secretStore: { name: 'vault' }, remoteKey: 'dagster' });
    expect(notesOf({ postgresql: { password } })).toContain(
      'The External Secrets operator keeps the database password in the Secret test-postgresql, under the key postgresql-password.',
    );
  });

  test('a database that knows pods without a password', () => {
    expect(notesOf({ instance: { storage: { authProvider: DatabaseAuth.gcp() } } })).toEqual([WHERE, ...WEB, ...TEST]);
  });

  test('a path prefix', () => {
    expect(notesOf({ webserver: { pathPrefix: '/a/dagster' } })).toContain(
      'The web UI, at http://localhost:3000/a/dagster:',
    );
  });

  test('no code locations', () => {
    expect(notesOf({ userCode: { locations: [] } })).toContain('There are no code locations in the release.');
  });

  test('values that were opened', () => {
    const database = open('postgresql.database', text('dagster', 'The name of the database.'));
    const externalDatabase = { host: 'db.example.com', port: 5433 };
    const values = { postgresql: { enabled: false, database: 'events', externalDatabase } };
    const notes = notesOf({ postgresql: { database } }, values);
    expect(notes).toContain(ELSEWHERE.replace('database dagster', 'database events'));
  });
});

test('under an alias, the notes name its Services, and the release that helm tests', () => {
  const notes = inUmbrella({ parts: [{ alias: 'blue' }] }, (umbrella) => {
    const args = [...DRY_RUN.slice(0, 2), umbrella, ...DRY_RUN.slice(2), '--render-subchart-notes'];
    return told(expectSuccess(helm(args, '{}')));
  });
  expect(notes).toContain('Dagster is the release test-blue in the namespace data.\n\n');
  expect(notes).toContain('service/test-blue-webserver 3000:http\n');
  expect(notes).toContain('helm test test --namespace data');
});
