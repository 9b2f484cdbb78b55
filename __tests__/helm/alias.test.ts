import { parse } from 'yaml';
import { type KubernetesObject, namesOf } from '../support/releases.js';
import { helm } from '../support/tools.js';
import { matches, podLabelsOf, selectorsOf } from './selectors.js';
import { expectSuccess, inUmbrella, type Part, PUBLISHED, templated } from './umbrella.js';

/** What the parts of an umbrella chart render to, installed as "data", each by its alias. */
function rendered(...aliases: readonly string[]): Readonly<Record<string, KubernetesObject[]>> {
  return inUmbrella({ parts: aliases.map((alias) => ({ alias })) }, (umbrella) => {
    const objects = templated(umbrella, 'data');
    const own = (alias: string) => objects.filter(({ metadata }) => metadata.name.startsWith(`data-${alias}-`));
    const parts = aliases.map((alias) => [alias, own(alias)] as const);
    expect(parts.flatMap(([, part]) => part)).toHaveLength(objects.length);
    return Object.fromEntries(parts);
  });
}

test.each([[['blue']], [['blue', 'green']]])('under the aliases %j, each is the release of that name', (aliases) => {
  const parts = rendered(...aliases);
  for (const [alias, objects] of Object.entries(parts)) expect(objects).toEqual(templated(PUBLISHED, `data-${alias}`));
});

describe('of two Dagsters in one release', () => {
  const { blue = [], green = [] } = rendered('blue', 'green');

  test('no two objects have one kind and name', () => {
    const names = namesOf([...blue, ...green]);
    expect(new Set(names).size).toBe(names.length);
    expect(blue.length).toBeGreaterThan(20);
  });

  test('no selector finds the other one’s pods, and every pod is found by one of its own', () => {
    for (const [own, other] of [
      [blue, green],
      [green, blue],
    ] as const) {
      const selectors = own.flatMap(selectorsOf);
      const found = (labels: Readonly<Record<string, string>>): boolean =>
        selectors.some((selector) => matches(selector, labels));
      expect(podLabelsOf(own).filter((labels) => !found(labels))).toEqual([]);
      expect(podLabelsOf(other).filter(found)).toEqual([]);
    }
  });

  test.each([
    ['blue', blue],
    ['green', green],
  ])('configuration files and variables lead to Services of its own (%s)', (alias, objects) => {
    const services = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
    const files = Object.assign({}, ...objects.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data));
    const { load_from: servers } = parse(files['workspace.yaml']);
    expect(servers).toEqual([{ grpc_server: expect.objectContaining({ host: `data-${alias}-user-code-example` }) }]);
    expect(services).toContain(servers[0].grpc_server.host);
    expect(services).toContain(files.DAGSTER_PG_HOST);
    const { service_account_name: account, instance_config_map: instance } = parse(files['dagster.yaml']).run_launcher
      .config;
    expect(namesOf(objects)).toEqual(expect.arrayContaining([`ServiceAccount ${account}`, `ConfigMap ${instance}`]));
  });

  test('the notes name the Services and Secrets of each', () => {
    const parts = [{ alias: 'blue' }, { alias: 'green' }];
    const notes = inUmbrella({ parts }, (umbrella) =>
      expectSuccess(helm(['install', 'data', umbrella, '--dry-run=client', '--render-subchart-notes'])),
    ).split('\nNOTES:\n')[1];
    for (const alias of ['blue', 'green']) {
      expect(notes).toContain(`service/data-${alias}-webserver 3000:http`);
      expect(notes).toContain(`the Secret data-${alias}-postgresql `);
    }
    expect(notes).not.toContain('data-webserver');
  });
});

const refused = (parts: readonly Part[], release: string): string =>
  inUmbrella({ parts }, (umbrella) => helm(['template', release, umbrella]).stderr);

test('rejects a release name that is too long with the alias', () => {
  const release = 'r'.repeat(30);
  expect(refused([{ alias: 'abc' }], release)).toBe('');
  expect(refused([{ alias: 'abcd' }], release)).toContain(
    `the release name with the alias of the chart, "${release}-abcd", has 35 characters; allowed: up to 34`,
  );
});

test.each(['Blue', 'the_blue', 'blue-'])('rejects the alias %s, which is no part of a DNS label', (alias) => {
  expect(refused([{ alias }], 'data')).toContain(
    `the release name with the alias of the chart, "data-${alias}", is no DNS label; allowed: lower-case letters, digits`,
  );
});
