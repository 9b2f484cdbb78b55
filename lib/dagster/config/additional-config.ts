import { copyPlain, type Issue, isMap, issuesOf, type JsonMap, quote, unknownKey } from '../../engine/index.js';
import { FURTHER_KEYS } from './further-keys.js';
import { WRITTEN_KEYS } from './instance-options.js';

/** Keys that may not be said here, and why. */
const REFUSED = new Map(
  Object.entries(WRITTEN_KEYS).flatMap(([option, { key, refuses = [], writer = `the option "${option}"` }]) => [
    [key, `that ${writer} writes; allowed: any other; use ${writer}`] as const,
    ...refuses.map(
      (other) => [other, `that Dagster refuses beside "${key}"; allowed: any other; use ${writer}`] as const,
    ),
  ]),
);

const FURTHER = new Map(FURTHER_KEYS.map((field) => [field.key, field]));
const ALLOWED = [...FURTHER.keys()];

/** What is wrong with further keys of `dagster.yaml`; a class of the instance of one's own may know more of them. */
export function checkAdditional(config: JsonMap, path: string): Issue[] {
  const issues: Issue[] = [];
  const copy = copyPlain(config, issues, [path]);
  if (issues.length > 0) return issues;
  if (!isMap(copy)) return [{ path, message: `found ${quote(config)}; allowed: an object` }];
  return Object.entries(copy).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    const reason = REFUSED.get(key);
    if (reason !== undefined) return [{ path: at, message: `found a key ${reason}` }];
    const field = FURTHER.get(key);
    if (field !== undefined) return issuesOf(field.check, value, at);
    return Object.hasOwn(copy, 'instance_class') ? [] : [unknownKey(at, key, ALLOWED, [...ALLOWED, ...REFUSED.keys()])];
  });
}
