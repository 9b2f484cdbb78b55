/** What a validator has looked for in a map. */
export interface Watched {
  readonly path: readonly string[];
  readonly map: object;
  /** The members that it has looked for, whether they are there or not. */
  readonly known: ReadonlySet<string>;
  /** Whether it has asked which members there are, so that there may be any. */
  readonly anyMembers: boolean;
}

/**
 * A structure that notes what a validator looks for in it: the schemas of Kubernetes take members that they do not know, but
 * look for all that they know, so what nobody looked for is unknown.
 *
 * @param seen takes the maps in it
 */
export function watch(value: unknown, seen: Watched[], path: readonly string[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = new Set<string>();
  const noted = { path, map: value, known, anyMembers: false };
  if (!Array.isArray(value)) seen.push(noted);
  const members = new Map<string, unknown>();
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof key !== 'string') return member;
      known.add(key);
      if (!members.has(key)) members.set(key, watch(member, seen, [...path, key]));
      return members.get(key);
    },
    ownKeys(target) {
      noted.anyMembers = true;
      return Reflect.ownKeys(target);
    },
  });
}
