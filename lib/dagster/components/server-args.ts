import { type Issue, quote } from '../../engine/index.js';
import type { CodeLocationOptions } from './code-location-options.js';

/** What the release says by itself, and where whoever wants it otherwise says so. */
const OWN: ReadonlyMap<string, string> = new Map([
  ...['-p', '--port'].map((name) => [name, 'say port of the code location'] as const),
  ...['-h', '--host', '-s', '--socket', '--fixed-server-id'].map((name) => [name, 'leave it out'] as const),
]);

/** A flag and its value in one item, where a shell would make two of them. */
const TWO_WORDS = /^(--?[a-z][a-z-]*)\s+(\S.*)$/s;

/** What the command refuses when a server starts, or what would lead the server away from where it is looked for. */
export function checkServerArgs({ args, server = 'api grpc' }: CodeLocationOptions): Issue[] {
  const [first] = args;
  const command = server === 'api grpc' ? 'api grpc' : 'code-server start';
  if (first === 'dagster' || command.startsWith(`${first} `)) {
    const message = `found ${quote(first)}; allowed: what follows \`dagster ${command}\`; leave the command out`;
    return [{ path: 'args.0', message }];
  }
  return args.flatMap((arg, index) => checkArg(`args.${index}`, arg));
}

function checkArg(path: string, arg: string): Issue[] {
  const [, flag, value] = TWO_WORDS.exec(arg) ?? [];
  if (flag !== undefined && value !== undefined) {
    const remedy = `split it: ${JSON.stringify(flag)}, ${JSON.stringify(value)}`;
    return [{ path, message: `found ${quote(arg)}; allowed: one word an item, since no shell reads them; ${remedy}` }];
  }
  const name = arg.replace(/=.*$/s, '');
  const remedy = OWN.get(name);
  if (remedy === undefined) return [];
  return [{ path, message: `found ${quote(arg)}; allowed: any but ${[...OWN.keys()].join(', ')}; ${remedy}` }];
}
