/** Which maps and lists a structure is made of, and what their members are called, whatever their values. */
export function shapeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return `[${value.map(shapeOf).join()}]`;
  let members = '';
  // The length tells where a key ends, which may hold anything.
  for (const [key, member] of Object.entries(value)) members += `${key.length}:${key}${shapeOf(member)},`;
  return `{${members}}`;
}
