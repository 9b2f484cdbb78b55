import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import type { Manifest } from './manifest.js';
import { podOf } from './pod-spec.js';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

/** A field of a schedule: its least and its greatest number, and names for them. */
const FIELDS: readonly (readonly [name: string, least: number, most: number, names?: readonly string[]])[] = [
  ['minutes', 0, 59],
  ['hours', 0, 23],
  ['days of the month', 1, 31],
  ['months', 1, 12, MONTHS],
  ['days of the week', 0, 6, DAYS],
];

const NAMED = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ([0-9.]+(ns|us|µs|ms|s|m|h))+)$/;

const ALLOWED = 'minute, hour, day of the month, month and day of the week, such as "0 3 * * *", or one such as @daily';

/** Jobs and CronJobs that their schema admits and the API server refuses. */
export function checkJobs(manifest: Manifest): Issue[] {
  const { kind, apiVersion, spec } = manifest;
  if (!/^batch\//.test(apiVersion) || (kind !== 'Job' && kind !== 'CronJob') || !isMap(spec)) return [];
  return [...(kind === 'CronJob' ? checkSchedule(spec.schedule) : []), ...checkRestarts(manifest)];
}

function checkRestarts(manifest: Manifest): Issue[] {
  const pod = podOf(manifest);
  const policy = pod?.spec.restartPolicy;
  if (pod === undefined || policy === 'Never' || policy === 'OnFailure') return [];
  const found = policy === undefined ? 'missing' : `found ${quote(policy)}`;
  const message = `${found}; allowed: "Never" or "OnFailure", in a Job; write one of these`;
  return [{ path: `${pod.path}.restartPolicy`, message }];
}

/** @see https://pkg.go.dev/github.com/robfig/cron/v3 */
function checkSchedule(schedule: unknown): Issue[] {
  if (typeof schedule !== 'string' || NAMED.test(schedule)) return [];
  const remedy = whatIsWrong(schedule);
  if (remedy === undefined) return [];
  return [{ path: 'spec.schedule', message: `found ${quote(schedule)}; allowed: ${ALLOWED}; ${remedy}` }];
}

function whatIsWrong(schedule: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) return 'say the time zone in spec.timeZone';
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `write five fields in the place of ${fields.length}`;
  const wrong = FIELDS.find(([, ...range], index) => !isField(fields[index] ?? '', ...range));
  if (wrong === undefined) return undefined;
  const [name, least, most, names = []] = wrong;
  return `write ${name} as * or as numbers from ${least} to ${most}${names.length > 0 ? `, or ${names.join(', ')}` : ''}`;
}

function isField(field: string, least: number, most: number, names: readonly string[] = []): boolean {
  const number = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    return named >= 0 ? named + least : /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  };
  return field.split(',').every((part) => {
    const [range = '', step = '1', ...more] = part.split('/');
    const [first = '', last = first, ...others] = range.split('-');
    const any = range === '*' || range === '?';
    const within = any || (number(first) >= least && number(last) <= most && number(first) <= number(last));
    return within && more.length + others.length === 0 && /^[1-9][0-9]*$/.test(step);
  });
}
