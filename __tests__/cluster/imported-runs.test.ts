import { imported, run } from '../dagster/import/imported-app.js';
import { find, type KubernetesObject } from '../support/releases.js';
import { CORPUS } from '../thorough/import/corpus-files.js';
import { DOCUMENTED_OF_RUNS, Documentation } from '../thorough/import/documented.js';
import { type Facts, factsOf } from '../thorough/import/facts.js';
import { differencesOf } from '../thorough/import/official-facts.js';
import { hasOfficialRuns, officialRuns } from '../thorough/import/official-runs.js';
import { Launchers, type Run, runOf } from './support/launchers.js';

/** The runs of a release, one of each code location, and the ConfigMaps that they may read. */
interface Side {
  readonly runs: Readonly<Record<string, Run>>;
  readonly objects: readonly object[];
}

/** What a file becomes. */
interface App {
  readonly release: string;
  readonly objects: readonly KubernetesObject[];
}

const launchers = new Launchers('imported-runs');
const apps = Object.entries(CORPUS).map(([name, text]): [string, App] => {
  const { release, objects } = run(imported(text).files.get('main.ts') ?? '');
  return [name, { release, objects: objects as KubernetesObject[] }];
});
const launched = apps.filter(([name]) => hasOfficialRuns(name));
const documentation = new Documentation(DOCUMENTED_OF_RUNS);
let facts: Facts[];

beforeAll(() => {
  launchers.start();
  facts = factsOfSides(launched.flatMap(([name, app]) => [official(name), here(name, app)]));
});

afterAll(() => launchers.end());

function official(name: string): Side {
  const { launcher, locations, configMaps } = officialRuns(name);
  const runs = locations.map(({ name: location, image, context }) => [location, { launcher, context, image }]);
  return { runs: Object.fromEntries(runs), objects: configMaps };
}

function here(name: string, { release, objects }: App): Side {
  const locations = officialRuns(name).locations.map((location) => location.name);
  return { runs: Object.fromEntries(locations.map((one) => [one, runOf(objects, release, one)])), objects };
}

/** What the Jobs of all runs say, made by one Dagster. */
function factsOfSides(sides: readonly Side[]): Facts[] {
  const jobs = launchers.jobs(sides.flatMap(({ runs }) => Object.values(runs)));
  return sides.map(({ runs, objects }) => {
    const own = Object.keys(runs).map((location) => ({ location, job: jobs.shift() as KubernetesObject }));
    return Object.fromEntries(own.map(({ location, job }) => [`run ${location}`, factsOfJob(job, objects)]));
  });
}

function factsOfJob({ namespace, spec, ...job }: KubernetesObject, objects: readonly object[]): Facts[string] {
  const { template, ...settings } = spec;
  const { automountServiceAccountToken, restartPolicy, priorityClassName, containers } = template.spec;
  const of = factsOf([...objects, { ...job, spec }], (name) => (name === job.metadata.name ? 'run' : undefined));
  const pod = { automountServiceAccountToken, restartPolicy, priorityClassName };
  return { ...of.run, namespace, settings, pod, pull: containers[0].imagePullPolicy };
}

test.each(launched.map(([name], index) => [name, 2 * index] as const))(
  'the Jobs of runs of what is imported differ from those of the official chart as documented: %s',
  (_, at) => {
    const found = differencesOf(facts[at] ?? {}, facts[at + 1] ?? {});
    expect(documentation.undocumented(found)).toEqual([]);
  },
);

test('each difference of runs that is documented stands in the report, and is met', () => {
  expect(documentation.idle).toEqual([]);
});

/** Classes of nobody's, and of clouds whose libraries the image of the tests has not. */
const ABSENT = /^no (acme_dagster|company_dagster|dagster_azure|dagster_gcp)\./;

test('Dagster takes the dagster.yaml of all that is imported', () => {
  const texts = apps.map(([, { release, objects }]) => {
    return find(objects, 'ConfigMap', `${release}-instance`).data['dagster.yaml'];
  });
  const faults = launchers
    .faultsOf(texts)
    .map((found, index) => [apps[index]?.[0], found.filter((fault) => !ABSENT.test(fault))]);
  expect(faults).toEqual(apps.map(([name]) => [name, []]));
});
