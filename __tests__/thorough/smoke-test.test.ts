import type { ChildProcess } from 'node:child_process';
import { testPod } from '../helm/smoke-test.js';
import { type Answers, type Ending, endOf, StandIn, start } from '../helm/stand-in.js';

const INFO = 'GET /server_info';
const GRAPHQL = 'POST /graphql';
const [python = '', c = '', script = ''] = testPod().spec.containers[0].command;

const info = () => ({ body: { dagster_webserver_version: '1.13.27' } });
const workspace = (workspaceOrError: object) => () => ({ body: { data: { workspaceOrError } } });
const entry = (name: string, loadStatus = 'LOADED', outcome: object | null = { __typename: 'RepositoryLocation' }) => ({
  ...{ name, loadStatus },
  locationOrLoadError: outcome,
});
const broken = { __typename: 'PythonError', message: 'ModuleNotFoundError: no etl\n' };

/** What becomes of it when it asks such a server, for a second. */
async function asks(answers: Answers, path = '', env?: NodeJS.ProcessEnv): Promise<Ending> {
  const server = await StandIn.start(answers);
  try {
    const ending = await endOf(start([python, c, script, `${server.url}${path}`, '1'], env));
    const plain = (text: string): string => text.replaceAll(server.url, 'URL');
    return { status: ending.status, stdout: plain(ending.stdout), stderr: plain(ending.stderr) };
  } finally {
    await server.stop();
  }
}

test('succeeds when every code location is loaded, and tells which', async () => {
  const locations = workspace({ locationEntries: [entry('etl'), entry('ml')] });
  expect(await asks({ [INFO]: info, [GRAPHQL]: locations })).toEqual({
    status: 0,
    stdout: 'Dagster 1.13.27 answers at URL; code locations, all loaded: etl, ml\n',
    stderr: '',
  });
});

test('succeeds when there is nothing to load', async () => {
  const { status, stdout } = await asks({ [INFO]: info, [GRAPHQL]: workspace({ locationEntries: [] }) });
  expect([status, stdout]).toEqual([0, expect.stringContaining('there are none')]);
});

test('asks below the path prefix', async () => {
  const locations = workspace({ locationEntries: [entry('etl')] });
  const below = { 'GET /a/b/server_info': info, 'POST /a/b/graphql': locations };
  expect(await asks(below, '/a/b')).toMatchObject({ status: 0 });
  expect(await asks(below)).toMatchObject({ status: 1, stderr: 'URL/server_info: HTTP Error 404: Not Found\n' });
});

test('waits for what is still being loaded', async () => {
  let asked = 0;
  const loading = () => {
    asked += 1;
    return workspace({ locationEntries: [asked === 1 ? entry('etl', 'LOADING', null) : entry('etl')] })();
  };
  expect(await asks({ [INFO]: info, [GRAPHQL]: loading })).toMatchObject({ status: 0 });
  expect(asked).toBe(2);
});

test.each<[string, Answers, string]>([
  [
    'code locations that are not loaded',
    {
      [INFO]: info,
      [GRAPHQL]: workspace({
        locationEntries: [entry('a', 'LOADED', broken), entry('b'), entry('c', 'LOADING', null)],
      }),
    },
    'code location a: ModuleNotFoundError: no etl\n\ncode location c: is not loaded yet\n',
  ],
  [
    'a webserver that fails',
    { [INFO]: () => ({ status: 500, body: '' }) },
    'URL/server_info: HTTP Error 500: Internal',
  ],
  ['what is no webserver', { [INFO]: () => ({ body: '<html>' }) }, 'URL/server_info: Expecting value'],
  [
    'an error of the API',
    { [INFO]: info, [GRAPHQL]: () => ({ body: { errors: ['no'] } }) },
    '/graphql: {"errors": ["no"]}',
  ],
  ['no workspace', { [INFO]: info, [GRAPHQL]: workspace({ message: 'bad yaml' }) }, 'URL/graphql: bad yaml\n'],
])('fails for %s, and says why', async (_, answers, message) => {
  const { status, stdout, stderr } = await asks(answers);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('Traceback');
});

test('fails when nobody answers', async () => {
  const server = await StandIn.start({});
  await server.stop();
  const { status, stderr } = await endOf(start([python, c, script, server.url, '0']));
  expect([status, stderr]).toEqual([1, expect.stringMatching(/server_info: .*Connection refused/)]);
});

test('asks no proxy, whatever its image names', async () => {
  const locations = workspace({ locationEntries: [] });
  const env = { http_proxy: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
  expect(await asks({ [INFO]: info, [GRAPHQL]: locations }, '', env)).toMatchObject({ status: 0 });
});

test('ends when it is told to', async () => {
  const refusing = (then: () => void) => ({ [INFO]: () => ({ status: 500, body: then() }) });
  let child: ChildProcess | undefined;
  const server = await StandIn.start(refusing(() => child?.kill('SIGTERM')));
  child = start([python, c, script, server.url, '60']);
  const ending = endOf(child);
  expect(await ending).toMatchObject({ status: 143 });
  await server.stop();
});
