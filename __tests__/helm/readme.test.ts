import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import {
  type ChartMetadata,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  DatabaseAuth,
  HelmChart,
  open,
  PostgresPassword,
  RunLauncher,
  text,
} from '../../lib/index.js';
import { BareRelease } from '../support/bare-release.js';
import { EXAMPLE, fileOf, find, namesOf } from '../support/releases.js';
import { ROOT, run, temporaryFolder } from '../support/tools.js';
import { blocksOf, codesIn, malformed, rowsOf } from './markdown.js';
import { PUBLISHED, templated } from './umbrella.js';

const published = readFileSync(join(PUBLISHED, 'README.md'), 'utf8');

function readmeOf(props: DagsterChartProps, metadata: Partial<ChartMetadata> = {}): string {
  const release = (scope: ConstructorParameters<typeof DagsterChart>[0]) => new DagsterChart(scope, 'release', props);
  const chart = new HelmChart(new DagsterApp(), 'floe-dagster', { version: '1.0.0', ...metadata, release });
  return fileOf(chart.chartFiles(), 'README.md');
}

const external = PostgresPassword.fromExternalSecret({
  secretStore: { name: 'vault', kind: 'ClusterSecretStore' },
  remoteKey: 'data/dagster',
});

const READMES: [string, string][] = [
  ['the published chart', published],
  ['a chart without code locations', readmeOf({})],
  ['a chart with a migration', readmeOf({ migration: {} })],
  ['a chart with the External Secrets operator', readmeOf({ postgresql: { password: external } })],
  ['a chart without a password', readmeOf({ instance: { storage: { authProvider: DatabaseAuth.gcp() } } })],
  ['a chart with many code locations', readmeOf({ userCode: { locations: [EXAMPLE, { ...EXAMPLE, name: 'b' }] } })],
  ['a chart that says who keeps it', readmeOf({}, { home: 'https://example.com', maintainers: [{ name: 'a | b' }] })],
  [
    'a chart of another release, with awkward words',
    fileOf(
      new HelmChart(new DagsterApp(), 'bare', {
        version: '1.0.0',
        release: (scope) => {
          const release = new BareRelease(scope, 'release');
          release.open('a.b', text('<x> | `y`\n', 'One | two,\n<three>.'));
          return release;
        },
      }).chartFiles(),
      'README.md',
    ),
  ],
];

test.each(READMES)('the README of %s is well-formed', (_, readme) => {
  expect(malformed(readme)).toEqual([]);
});

describe('it lists what the chart creates', () => {
  const groups = rowsOf(published, 'What it creates').map(([when = '', objects = '']) => ({
    switches: codesIn(when),
    objects: [...objects.matchAll(/(\w+) `([^`]+)`/g)].map(([, kind, name]) => `${kind} ${name}`),
  }));
  const rendered = (...off: readonly string[]): string[] => {
    const flags = off.flatMap((name) => ['--set', `${name}=false`]);
    const elsewhere = ['--set', 'postgresql.externalDatabase.host=db', '--set', 'postgresql.externalDatabase.port=1'];
    const objects = templated(PUBLISHED, 'release', ...flags, ...(off.includes('postgresql.enabled') ? elsewhere : []));
    return namesOf(objects).map((name) => name.replace(' release-', ' RELEASE-').replace(/-[0-9a-f]{8}$/, '-DIGEST'));
  };
  const switches = [...new Set(groups.flatMap((group) => group.switches))];

  test.each([[[]], ...switches.map((name) => [[name]]), [switches]])('without %j', (off: string[]) => {
    const there = groups.filter((group) => !group.switches.some((name) => off.includes(name)));
    expect(there.flatMap(({ objects }) => objects).sort()).toEqual(rendered(...off).sort());
  });
});

describe('it lists what has to be there', () => {
  const needed = (props: DagsterChartProps): string[][] => rowsOf(readmeOf(props), 'Before the installation');

  test('the Secret of the database, and its key', () => {
    expect(needed({})).toEqual([['Secret `RELEASE-postgresql`', '`postgresql-password`']]);
    const password = PostgresPassword.fromSecret({ name: 'db', key: 'pw' });
    expect(needed({ postgresql: { password } })).toEqual([['Secret `db`', '`pw`']]);
  });

  test('everything else that pods refer to, by the defaults of the values', () => {
    const registry = open('registry', text('registry', 'The Secret of the registry.'));
    const secret = { name: 'broker', key: 'BROKER' };
    const rows = needed({
      pod: { imagePullSecrets: [registry] },
      runLauncher: RunLauncher.celeryK8s({ brokerSecret: secret }),
      webserver: {
        envFrom: [{ secretRef: { name: 'all' } }, { secretRef: { name: 'perhaps', optional: true } }],
        volumes: [{ name: 'ca', configMap: { name: 'authorities', items: [{ key: 'ca.crt', path: 'ca' }] } }],
      },
    });
    expect(rows).toEqual(
      expect.arrayContaining([
        ['Secret `broker`', '`BROKER`'],
        ['Secret `registry`', 'all that it holds'],
        ['Secret `all`', 'all that it holds'],
        ['ConfigMap `authorities`', '`ca.crt`'],
      ]),
    );
    expect(rows).toHaveLength(5);
  });
});

test('the table of values has every key of the schema, with the default that values.yaml has', () => {
  const values = parse(readFileSync(join(PUBLISHED, 'values.yaml'), 'utf8'));
  const schema = JSON.parse(readFileSync(join(PUBLISHED, 'values.schema.json'), 'utf8'));
  const follow = (part: { $ref?: string; properties?: object }): Record<string, object> => {
    const found = part.$ref === undefined ? part : schema.definitions[part.$ref.replace('#/definitions/', '')];
    return { ...found.properties };
  };
  const keys = (part: object): string[] =>
    Object.entries(follow(part)).flatMap(([key, member]) => [key, ...keys(member).map((one) => `${key}.${one}`)]);
  const rows = rowsOf(published, 'Values');
  expect(rows.map(([key]) => key)).toEqual(keys(schema).map((key) => `\`${key}\``));
  for (const [key = '', type, fallback = '', description] of rows) {
    const value = codesIn(key)[0]
      ?.split('.')
      .reduce((part: unknown, name) => (typeof part === 'object' ? Object(part)[name] : undefined), values);
    expect([key, fallback]).toEqual([
      key,
      typeof value === 'object' || value === undefined ? '' : `\`${JSON.stringify(value)}\``,
    ]);
    expect([key, type, description]).toEqual([key, expect.stringMatching(/^[a-z]+$/), expect.stringMatching(/\.$/)]);
  }
});

test('words that a value may be, and awkward defaults, stand in the table as they are', () => {
  const readme = READMES.at(-1)?.[1] ?? '';
  expect(readme).toContain('| `a` | object |  | What there is to say of a. |');
  expect(readme).toContain('| `a.b` | string | `` "<x> \\| `y`\\n" `` | One \\| two, \\<three>. |\n');
});

describe('it follows what is decided in TypeScript', () => {
  test('which code locations there are', () => {
    expect(published).toMatch(/^- `example`, of the image `docker\.io\/dagster\/user-code-example:1\.13\.\d+`$/m);
    const tag = open('etl.tag', text('1.4.0', 'The version.'));
    const locations = [{ ...EXAMPLE, image: { repository: 'example.com/etl', tag } }];
    expect(readmeOf({ userCode: { locations } })).toContain('- `example`, of the image `example.com/etl:1.4.0`\n');
    expect(readmeOf({})).toContain('No code location is part of the chart');
  });

  test('which database and user are expected', () => {
    const database = open('postgresql.database', text('events', 'The database.'));
    expect(readmeOf({ postgresql: { database, username: 'etl' } })).toContain(
      'A PostgreSQL that runs elsewhere needs the user `etl`, and the database `events` that belongs to it.',
    );
  });

  test.each<[string, DagsterChartProps, RegExp[]]>([
    [
      'a password that a Job creates',
      { postgresql: { password: PostgresPassword.createdInCluster() } },
      [
        /^With the PostgreSQL of the chart, nothing has to be there: a Job creates/m,
        /^- the Secret `RELEASE-postgresql`/m,
      ],
    ],
    ['a password in a Secret', {}, [/^kubectl --namespace NAMESPACE create secret generic RELEASE-postgresql/m]],
    [
      'a password that the External Secrets operator keeps',
      { postgresql: { password: external } },
      [/makes the Secret `RELEASE-postgresql` from `data\/dagster` in the ClusterSecretStore `vault`/],
    ],
    [
      'no password',
      { instance: { storage: { authProvider: DatabaseAuth.gcp() } } },
      [/^Dagster logs in as the identity that the cloud gives its pods, without a password\.$/m],
    ],
    ['a migration', { migration: {} }, [/^A Job changes the tables of the database/m]],
    ['no tables', { instance: { storage: { autocreateTables: false } } }, [/Its tables have to be there as well\./]],
    ['a path prefix', { webserver: { pathPrefix: '/a' } }, [/^The web UI, at <http:\/\/localhost:3000\/a> while/m]],
  ])('%s', (_, props, sentences) => {
    for (const sentence of sentences) expect(readmeOf(props)).toMatch(sentence);
  });

  test('only what a Job creates is deleted by hand', () => {
    expect(readmeOf({})).not.toContain('delete secret');
    expect(published).toContain('kubectl --namespace NAMESPACE delete secret RELEASE-postgresql\n');
  });
});

test('it says where to ask only if that is known', () => {
  expect(readmeOf({})).not.toContain('## Links');
  const maintainers = [{ name: 'The team', email: 'team@example.com', url: 'https://example.com/team' }, { name: 'B' }];
  const metadata = { home: 'https://example.com', sources: ['https://example.com/source'], maintainers };
  expect(readmeOf({}, metadata)).toContain(`## Links

- Home page: <https://example.com>
- Source: <https://example.com/source>
- Maintainer: The team, <team@example.com>, <https://example.com/team>
- Maintainer: B
`);
});

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

test('the chart of one’s own that it shows is one, with the value that it opens', () => {
  const [source, ...others] = blocksOf(published).filter(({ language }) => language === 'ts');
  expect(others).toEqual([]);
  const library = pathToFileURL(join(ROOT, 'lib/index.ts')).href;
  writeFileSync(join(folder, 'main.mts'), `${source?.text.replace("'cdk8s-dagster'", `'${library}'`)}\n`);
  const loader = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href;
  const outcome = run('node', ['--import', loader, 'main.mts'], { cwd: folder });
  expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
  const chart = join(folder, 'dist/charts/my-dagster');
  expect(parse(readFileSync(join(chart, 'values.yaml'), 'utf8'))).toMatchObject({ etl: { tag: '1.4.0' } });
  const objects = templated(chart, 'data', '--set-string', 'etl.tag=2.0.0');
  const { spec } = find(objects, 'Deployment', 'data-user-code-etl').spec.template;
  expect(spec.containers[0].image).toBe('registry.example.com/etl:2.0.0');
});
