/**
 * Looks at each member of the maps in a structure, from the outside in.
 *
 * @param enters is told the key, the member, and the keys and indices that lead to it, which change afterwards; and says
 *   whether what is in the member is to be looked at, too
 */
export function visitMembers(
  part: unknown,
  enters: (key: string, member: unknown, steps: readonly string[]) => boolean,
  steps: string[] = [],
): void {
  if (typeof part !== 'object' || part === null) return;
  const isList = Array.isArray(part);
  for (const [key, member] of Object.entries(part)) {
    steps.push(key);
    if (isList || enters(key, member, steps)) visitMembers(member, enters, steps);
    steps.pop();
  }
}
