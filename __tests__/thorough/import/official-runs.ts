import runs from './official-runs.json' with { type: 'json' };

type Settings = Readonly<Record<string, unknown>>;

interface Launcher {
  readonly module: string;
  readonly class: string;
  readonly config: Settings;
}

/** What one file of the corpus says of runs, where that differs from the usual. */
interface File {
  readonly launcher?: Partial<Launcher>;
  readonly locations?: Readonly<Record<string, { readonly image: string; readonly context?: Settings }>>;
  readonly variables?: Readonly<Record<string, Settings>>;
}

const FILES: Readonly<Record<string, File>> = runs.files;
const { launcher: LAUNCHER, context: CONTEXT } = runs.usual;
const LOCATIONS = { 'k8s-example-user-code-1': { image: 'docker.io/dagster/user-code-example:1.13.27' } };

/** What the templates of the official chart tell Dagster of runs, for a file of the corpus. */
export interface OfficialRuns {
  readonly launcher: Launcher;
  readonly locations: readonly { readonly name: string; readonly image: string; readonly context: object }[];
  /** ConfigMaps whose variables runs have. */
  readonly configMaps: readonly object[];
}

/** Whether a file leaves runs to a launcher of Dagster. */
export function hasOfficialRuns(name: string): boolean {
  return !['a launcher and a coordinator of its own', 'a run launcher of its own'].includes(name);
}

/** @param name of the file */
export function officialRuns(name: string): OfficialRuns {
  const { launcher = {}, locations = LOCATIONS, variables = {} }: File = FILES[name] ?? {};
  const isUsual = launcher.class === undefined;
  return {
    launcher: { ...LAUNCHER, ...launcher, config: laidOver(isUsual ? LAUNCHER.config : {}, launcher.config) },
    locations: Object.entries(locations).map(([location, { image, context }]) => {
      return { name: location, image, context: { k8s: laidOver(CONTEXT, context) } };
    }),
    configMaps: Object.entries(variables).map(([map, data]) => ({ kind: 'ConfigMap', metadata: { name: map }, data })),
  };
}

function laidOver(usual: Settings, own: Settings = {}): Settings {
  return Object.fromEntries(Object.entries({ ...usual, ...own }).filter(([, value]) => value !== null));
}
