import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseAuth } from '../../../lib/index.js';
import { podsOf, usualObjects } from '../../support/releases.js';

/** The command of the init container of each pod that waits, by the name of its main container. */
function waiting(props: Parameters<typeof usualObjects>[0]): Map<string, string> {
  return new Map(
    podsOf(usualObjects(props)).flatMap(({ spec }): [string, string][] => {
      const wait = spec.initContainers?.find(({ name }: { name: string }) => name === 'check-db-ready');
      return wait === undefined ? [] : [[spec.containers[0].name, wait.command[2]]];
    }),
  );
}

const asksSchema = (script: string | undefined): boolean | undefined => script?.includes('alembic_version');

test('pods wait for the migration of the release, and the migration does not wait for itself', () => {
  const scripts = waiting({ migration: {} });
  const asked = ['webserver', 'daemon', 'user-code', 'migrate'].map((name) => asksSchema(scripts.get(name)));
  expect(asked).toEqual([true, true, true, false]);
});

test('without a migration, or a password to look with, they wait for the database alone', () => {
  const none = waiting({});
  const known = waiting({ migration: {}, instance: { storage: { authProvider: DatabaseAuth.gcp() } } });
  for (const scripts of [none, known]) {
    expect(['webserver', 'daemon', 'user-code'].map((name) => asksSchema(scripts.get(name)))).toEqual(
      Array(3).fill(false),
    );
  }
});

describe('the check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schema-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const VERSIONS = 'dagster/_core/storage/alembic/versions';
  write('dagster/__init__.py', 'raise Exception("not to be run")\n');
  write(`${VERSIONS}/001_first.py`, 'revision = "aaa"\ndown_revision = None\n');
  write(`${VERSIONS}/002_second.py`, "revision = 'bbb'\ndown_revision = 'aaa'\n");
  write(`${VERSIONS}/003_third.py`, 'revision = "ccc"\ndown_revision = ("bbb",)\n');
  write(
    'psycopg2.py',
    `import os, types

class OperationalError(Exception): pass
class UndefinedTable(Exception): pass
errors = types.SimpleNamespace(UndefinedTable=UndefinedTable)
seen = []

class Cursor:
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def execute(self, query):
        if self.revision == "none": raise UndefinedTable()
    def fetchall(self): return [(self.revision,)]

class Connection:
    def cursor(self):
        cursor = Cursor()
        cursor.revision = self.revision
        return cursor
    def close(self): pass

def connect(**_):
    revisions = os.environ["REVISIONS"].split(" ")
    connection = Connection()
    connection.revision = revisions[min(len(seen), len(revisions) - 1)]
    seen.append(1)
    if connection.revision == "down": raise OperationalError("refused")
    return connection
`,
  );

  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs it with the revisions that the database has, one after the other. @returns its output, once it ends */
  function run(revisions: string): Promise<{ code: number | null; lines: string[] }> {
    const script = waiting({ migration: {} }).get('daemon') ?? '';
    const env = Object.fromEntries(
      ['HOST', 'PORT', 'DB', 'USERNAME', 'PASSWORD'].map((name) => [`DAGSTER_PG_${name}`, '1']),
    );
    const fast = script.replace('time.sleep(2)', 'time.sleep(0)');
    const child = spawn('python3', ['-c', fast, '{}'], {
      env: { ...process.env, ...env, PYTHONPATH: folder, REVISIONS: revisions },
    });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    return new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, lines: output.split('\n').filter((line) => line !== '') }));
    });
  }

  const waits = (problem: string) => `waiting for the database and its migration: ${problem}`;

  test('ends at once where the tables are of the last revision, or of one that nobody knows here', async () => {
    expect(await run('ccc')).toEqual({ code: 0, lines: [] });
    expect(await run('fff')).toEqual({ code: 0, lines: [] });
  });

  test('waits for the server, the tables and each revision', async () => {
    expect(await run('down none aaa bbb ccc')).toEqual({
      code: 0,
      lines: [
        waits('refused'),
        waits('it has no tables yet'),
        waits('its tables are of the revision aaa'),
        waits('its tables are of the revision bbb'),
      ],
    });
  });
});
