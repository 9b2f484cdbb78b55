/** A call in the code that is written. */
export class Call {
  constructor(
    readonly callee: string,
    readonly args: readonly Source[] = [],
  ) {}
}

/** A value with a comment above it. */
export class Remarked {
  constructor(
    readonly remark: string,
    readonly value: Source,
  ) {}
}

/** What is written as TypeScript. */
export type Source =
  | undefined
  | null
  | boolean
  | number
  | string
  | Call
  | Remarked
  | readonly Source[]
  | { readonly [key: string]: Source };

const WIDTH = 120;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A value as TypeScript, on one line where it fits. @param room what stands beside it on its first line, in characters */
export function print(value: Source, indent = '', room = 0): string {
  const line = oneLine(value);
  if (line !== undefined && indent.length + room + line.length <= WIDTH) return line;
  const deeper = `${indent}  `;
  if (value instanceof Remarked) return print(value.value, indent, room);
  if (value instanceof Call) return `${value.callee}(${value.args.map((arg) => print(arg, indent, room)).join(', ')})`;
  if (isList(value)) return `[\n${value.map((item) => `${deeper}${print(item, deeper, 1)},\n`).join('')}${indent}]`;
  if (typeof value !== 'object' || value === null) return line ?? 'undefined';
  return `{\n${membersOf(value)
    .map(([key, member]) => {
      const remark = member instanceof Remarked ? wrapped(member.remark, deeper) : '';
      return `${remark}${deeper}${nameOf(key)}: ${print(member, deeper, key.length + 3)},\n`;
    })
    .join('')}${indent}}`;
}

function oneLine(value: Source): string | undefined {
  if (value instanceof Remarked) return undefined;
  if (value instanceof Call) {
    const args = value.args.map(oneLine);
    return args.includes(undefined) ? undefined : `${value.callee}(${args.join(', ')})`;
  }
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return `${value}`;
  if (isList(value)) {
    const items = value.map(oneLine);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const members = membersOf(value).map(([key, member]) => {
    const text = oneLine(member);
    return text === undefined ? undefined : `${nameOf(key)}: ${text}`;
  });
  if (members.includes(undefined)) return undefined;
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function isList(value: Source): value is readonly Source[] {
  return Array.isArray(value);
}

function membersOf(value: object): [string, Source][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function nameOf(key: string): string {
  return IDENTIFIER.test(key) ? key : quoted(key);
}

/** A text in single quotes, or as JSON where it holds what they cannot show. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  const inner = json.slice(1, -1);
  return inner.includes("'") ? json : `'${inner.replaceAll('\\"', '"')}'`;
}

function wrapped(remark: string, indent: string): string {
  const lines: string[] = [];
  for (const word of remark.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}// ${word}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A map without what says nothing, or nothing at all. */
export function unlessEmpty(members: {
  readonly [key: string]: Source;
}): { readonly [key: string]: Source } | undefined {
  const said = membersOf(members);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
