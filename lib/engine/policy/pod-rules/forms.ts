import { isIP } from 'node:net';
import { quote } from '../../data/issue.js';
import { isMap } from '../../data/json.js';

/** What is wrong with a part of an object, as "found ...; allowed: ..."; `undefined` if nothing is. */
export type Form = (value: unknown) => string | undefined;

function unless(fits: boolean, value: unknown, allowed: string): string | undefined {
  return fits ? undefined : `found ${quote(value)}; allowed: ${allowed}`;
}

export function between(least: number, most: number): Form {
  const allowed = most === Infinity ? `a number of at least ${least}` : `a number from ${least} to ${most}`;
  // The schema says what is no number.
  return (value) => unless(typeof value !== 'number' || (value >= least && value <= most), value, allowed);
}

/** Permissions of a file, which people write as octal numbers. */
export const fileMode: Form = (value) =>
  unless(typeof value !== 'number' || (value >= 0 && value <= 0o777), value, 'permissions from 0 to 0o777 (511)');

export const address: Form = (value) => unless(isIP(String(value)) !== 0, value, 'an IP address');

/** At most one of several members, or exactly one. */
export function oneOf(names: readonly string[], least: 0 | 1 = 1): Form {
  return (value) => {
    if (!isMap(value)) return undefined;
    const given = names.filter((name) => Object.hasOwn(value, name));
    if (given.length === 1 || (given.length === 0 && least === 0)) return undefined;
    const found = given.length === 0 ? 'none of them' : given.join(' and ');
    return `found ${found}; allowed: ${least === 0 ? 'at most' : 'exactly'} one of ${names.join(', ')}`;
  };
}

/** The same, of all members but some that may stand beside them. */
export function onlyOneBeside(...others: readonly string[]): Form {
  return (value) => {
    const given = isMap(value) ? Object.keys(value).filter((name) => !others.includes(name)) : [];
    return given.length < 2 ? undefined : `found ${given.join(' and ')}; allowed: one of them; leave the others out`;
  };
}

/** A path below the root of a volume. */
export const pathInVolume: Form = (value) => {
  const text = String(value);
  return unless(
    !text.startsWith('/') && !text.split('/').includes('..'),
    value,
    'a path below the root of the volume, without "/" at its start and without ".."',
  );
};
