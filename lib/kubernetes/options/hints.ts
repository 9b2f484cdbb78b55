import { isMap } from '../../engine/index.js';

/** What to write in the place of an image in one text, with its tag or digest. */
export function imageHint(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, repository = value, tag = '1.0.0'] = /^(.+):([\w.-]+)$/.exec(value) ?? [];
  const [name, digest] = value.split('@');
  const parts = digest === undefined ? [repository, 'tag', tag] : [name, 'digest', digest];
  return `write { repository: '${parts[0]}', ${parts[1]}: '${parts[2]}' }`;
}

/** What to write in the place of variables by name. */
export function envHint(value: unknown): string | undefined {
  const [name] = isMap(value) && !('name' in value) ? Object.keys(value) : [];
  return name === undefined ? undefined : `write a list: [{ name: '${name}', value: ... }]`;
}

/** What to write in the place of a reference to a Secret, as Kubernetes has it. */
export function secretNameHint(value: unknown): string | undefined {
  return isMap(value) && typeof value.name === 'string' ? `write its name alone: '${value.name}'` : undefined;
}

/** What to write in the place of requests or limits whose memory is in thousandths of a byte. */
export function amountsHint(value: unknown): string | undefined {
  const memory = isMap(value) ? value.memory : undefined;
  if (typeof memory !== 'string' || !/^[0-9.]+m$/.test(memory)) return undefined;
  return `write memory: '${memory.slice(0, -1)}Mi', since "m" is a thousandth, here of a byte`;
}
