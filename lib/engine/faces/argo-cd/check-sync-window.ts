import { type Issue, notAllowed } from '../../data/issue.js';
import type { ArgoCdSyncWindow } from './argo-cd-props.js';

/** The fields of cron: what their numbers may be, and the names that may stand for them. */
const FIELDS: readonly { readonly from: number; readonly to: number; readonly names?: readonly string[] }[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { from: 0, to: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/** What Argo CD does not understand in a window. */
export function checkSyncWindow({ schedule, duration, timeZone, description = '' }: ArgoCdSyncWindow): Issue[] {
  const cron = 'the five fields of cron: minute, hour, day of month, month, day of week, such as "0 22 * * *"';
  return [
    ...(isSchedule(schedule) ? [] : [notAllowed('schedule', schedule, cron)]),
    ...(DURATION.test(duration) ? [] : [notAllowed('duration', duration, 'a time in Go’s notation, such as "1h30m"')]),
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [notAllowed('timeZone', timeZone, 'a name of the IANA time zone database, such as "Europe/Berlin"')]),
    ...(description.length <= 255
      ? []
      : [notAllowed('description', description, `up to 255 characters, not ${description.length}; shorten it`)]),
  ];
}

function isSchedule(schedule: string): boolean {
  const fields = schedule.trim().split(/\s+/);
  return fields.length === FIELDS.length && fields.every((field, index) => field.split(',').every(isPart(index)));
}

/** Whether a part of a field is `*`, a number or a range, with or without a step. */
function isPart(index: number): (part: string) => boolean {
  const { from, to, names = [] } = FIELDS[index] ?? { from: 0, to: 0 };
  const read = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    return named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  return (part) => {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*' || range === '?') return true;
    const [first = Number.NaN, last = first, ...others] = range.split('-').map(read);
    return others.length === 0 && first >= from && last <= to && first <= last;
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
