import { DIFFERENCES } from '../../lib/dagster/import/report.js';
import { imported, run } from '../dagster/import/imported-app.js';
import { find, type KubernetesObject } from '../support/releases.js';
import { CORPUS } from '../thorough/import/corpus-files.js';
import { DOCUMENTED_OF_RUNS } from '../thorough/import/documented.js';
import { type Facts, factsOf } from '../thorough/import/facts.js';
import { differencesOf } from '../thorough/import/official-facts.js';
import { hasOfficialRuns, officialRuns } from '../thorough/import/official-runs.js';
import { Launchers, type Run, runOf } from './support/launchers.js';

/** The runs of a release, one of each code location, and the ConfigMaps that they may read. */
interface Side {
  readonly runs: Readonly<Record<string, Run>>;
  readonly objects: readonly object[];
}

const launchers = new Launchers('imported-runs');
const documented = DOCUMENTED_OF_RUNS.flatMap(({ differences }) => differences);
const met = new Set<RegExp>();
const names = Object.keys(CORPUS).filter(hasOfficialRuns);
let facts: Facts[];

beforeAll(() => {
  launchers.start();
  facts = factsOfSides(names.flatMap((name) => [official(name), here(name)]));
});

afterAll(() => launchers.end());

function official(name: string): Side {
  const { launcher, locations, configMaps } = officialRuns(name);
  const runs = locations.map(({ name: location, image, context }) => [location, { launcher, context, image }]);
  return { runs: Object.fromEntries(runs), objects: configMaps };
}

const appOf = (name: string) => run(imported(CORPUS[name] ?? '').files.get('main.ts') ?? '');

function here(name: string): Side {
  const { release, objects } = appOf(name);
  const locations = officialRuns(name).locations.map((location) => location.name);
  const runs = locations.map((location) => [location, runOf(objects as KubernetesObject[], release, location)]);
  return { runs: Object.fromEntries(runs), objects: objects as object[] };
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

test.each(names)(
  'the Jobs of runs of what is imported differ from those of the official chart as documented: %s',
  (name) => {
    const at = 2 * names.indexOf(name);
    const found = differencesOf(facts[at] ?? {}, facts[at + 1] ?? {});
    const undocumented = found.filter((difference) => {
      const those = documented.filter((pattern) => pattern.test(difference));
      for (const pattern of those) met.add(pattern);
      return those.length === 0;
    });
    expect(undocumented).toEqual([]);
  },
);

test('each difference of runs that is documented stands in the report, and is met', () => {
  expect(DOCUMENTED_OF_RUNS.filter(({ sentence }) => !DIFFERENCES.some((text) => text.startsWith(sentence)))).toEqual(
    [],
  );
  expect(documented.filter((pattern) => !met.has(pattern))).toEqual([]);
});

/** Classes of nobody's, and of clouds whose libraries the image of the tests has not. */
const ABSENT = /^no (acme_dagster|company_dagster|dagster_azure|dagster_gcp)\./;

test('Dagster takes the dagster.yaml of all that is imported', () => {
  const all = Object.keys(CORPUS);
  const texts = all.map((name) => {
    const { release, objects } = appOf(name);
    return find(objects as KubernetesObject[], 'ConfigMap', `${release}-instance`).data['dagster.yaml'];
  });
  const faults = launchers
    .faultsOf(texts)
    .map((found, index) => [all[index], found.filter((fault) => !ABSENT.test(fault))]);
  expect(faults).toEqual(all.map((name) => [name, []]));
});
