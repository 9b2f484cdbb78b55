import { DAGSTER_VERSION } from '../version.js';
import { type Fate, IGNORED, OFFICIAL_OPTIONS } from './official-options.js';
import type { Secrets } from './secrets.js';

/** What differs from the official chart whatever the values say, unless `main.ts` is changed. */
export const DIFFERENCES: readonly string[] = [
  'Objects are named `<release>-webserver`, `<release>-daemon` and `<release>-user-code-<name>`; they stand beside those of the official chart.',
  'Pods meet the pod-security level "restricted": the user 1000, a read-only root file system, no privileges. `securityContext` and `pod.securityContext` relax it field by field; `pod: { user: \'assigned\' }` leaves the user to OpenShift.',
  'What the values give no requests and limits has those of the preset; runs request what their code location does, and have no limits. `null` removes one.',
  'Commands are lists without a shell, and the webserver listens on 3000 behind its Service.',
  'Webserver, daemon and code locations have start-up and liveness probes.',
  'Images are pulled when they are not there (`IfNotPresent`), unless their tag has no digit.',
  `Images without a tag have ${DAGSTER_VERSION}, where the official chart takes its own version.`,
  'NetworkPolicies let through what the release needs; `networkPolicy.extraEgress` lets the webserver and the daemon reach more.',
  'Sidecars and init containers are restricted as the pod is, field by field, where they say nothing else.',
  'An image with a digest keeps its tag beside it, for readers.',
  'Secrets to pull images with are those of code locations, too.',
  'With Celery, all processes have the URLs of broker and results by two keys of the Secret, and the variables of workers.',
  'How runs are queued and watched is written where the official chart leaves it to Dagster, and means the same.',
  '`useSsl: false` of logs in S3 is in force; the official chart writes it only where it is true.',
  '`default_op_concurrency_limit` of `dagster.yaml` is said by its name of today, `concurrency.pools.defaultLimit`.',
  'Settings that say what Dagster does anyway are left out of `dagster.yaml`.',
  'Each role has a ServiceAccount of its own; code locations have no rights.',
  'The Job of a run is deleted a day after its end; `ttlSecondsAfterFinished` says otherwise.',
  'The daemon counts a thread as hung after 1800 seconds, unless `heartbeatTolerance` says otherwise.',
  'Sidecars of a code location are not in its runs, whose Jobs would never end.',
  'Runs of a release without a password look for none.',
  'A Secret or ConfigMap that is optional for a code location is so for its runs.',
  '`serviceAccountName` and `automountServiceAccountToken` of the run launcher are in force, where the official chart lets code locations overrule them.',
];

const TITLES = {
  refused: 'Not carried over',
  unknown: 'No options of the official chart',
  mapped: 'In another form',
  idle: 'Without effect before, too',
} as const;

/** What became of the values, as a document beside `main.ts`. */
export function reportOf(
  fates: readonly Fate[],
  decisions: readonly string[],
  secrets: Secrets,
  namespace: string,
): string {
  const sections = Object.entries(TITLES).flatMap(([fate, title]) => {
    const those = fates.filter((one) => one.fate === fate && (fate === 'unknown' || one.isOwn));
    const told = fate === 'unknown' ? inGroups(those) : those;
    const usual = fates.filter((one) => one.fate === fate).length - those.length;
    const more = usual === 0 ? [] : [`${usual} more, which say what the official chart says by default`];
    const items = told.map(({ path, why }) => `\`${path}\`: ${why}`);
    return told.length === 0 ? [] : [`## ${title}\n\n${list([...items, ...more])}`];
  });
  const todo = [...new Set([...decisions, 'The lines of `main.ts` that begin with "Decide".'])];
  return [
    '# What became of the values',
    summary(fates),
    `## To decide\n\n${list(todo)}`,
    ...(secrets.variables.length === 0 ? [] : [secretSection(secrets, namespace)]),
    ...sections,
    `## What differs anyway\n\n${list(DIFFERENCES)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

/** Values that stand below one key, of which nobody knows any, as one: they are meant for something else. */
function inGroups(unknown: readonly Fate[]): readonly Fate[] {
  const top = ({ path }: Fate): string => path.split(/[.[]/)[0] ?? path;
  const foreign = (key: string): boolean =>
    unknown.filter((fate) => top(fate) === key).every(({ why }) => why === IGNORED);
  const known = new Set([...OFFICIAL_OPTIONS.keys()].map((path) => path.split('.')[0]));
  const told = unknown.map((fate) => {
    const key = top(fate);
    return !known.has(key) && foreign(key) ? { ...fate, path: key } : fate;
  });
  return told.filter(({ path }, index) => told.findIndex((other) => other.path === path) === index);
}

/** How many values there are of each fate. */
export function countsOf(fates: readonly Fate[]): Record<Fate['fate'], number> {
  const counts = { carried: 0, mapped: 0, refused: 0, idle: 0, unknown: 0 };
  for (const { fate } of fates) counts[fate] += 1;
  return counts;
}

export function summary(fates: readonly Fate[]): string {
  const { carried, mapped, refused, idle, unknown } = countsOf(fates);
  return `Of ${fates.length} values, ${carried} are carried over, ${mapped} are said in another form, ${refused} are not carried over, ${idle} had no effect before, and ${unknown} are no options of the official chart.`;
}

function secretSection(secrets: Secrets, namespace: string): string {
  const names = [...new Set(secrets.variables.map(({ name }) => name))];
  const input = names.length > 1 ? '--from-env-file=/dev/stdin' : `--from-file=${names[0]}=/dev/stdin`;
  const lines = names.length > 1 ? `, with the lines ${names.map((name) => `\`${name}=...\``).join(', ')}` : '';
  const where = secrets.variables.map(({ path, name }) => `\`${path}\` is the key \`${name}\``);
  return `## Secrets to make

Values in clear were found, and are written nowhere. Make the Secret \`${secrets.secretName}\` before the release:
\`kubectl --namespace ${namespace} create secret generic ${secrets.secretName} ${input}\`${lines}.

${list(where)}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
