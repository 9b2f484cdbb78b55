import { hasKnobs } from '../../data/placeholder.js';
import { rawScalar } from '../../data/raw-json.js';
import { Checksum, ConfigFile } from '../../tree/config-file.js';
import { Knob } from '../../tree/knob.js';
import { Choice, Fact, JsonText, Token } from '../../tree/token.js';
import { condition, presenceOf, presenceOfItem } from './condition.js';
import { fileName } from './helper-names.js';
import { fixedParts, jsonOf, print, textParts } from './text.js';

/** A part of a collection: its pipelines, and when it is there. */
interface Member {
  readonly parts: readonly string[];
  readonly presence: string | boolean;
}

/** A JSON text as pipelines that print it, one after the other. */
export function jsonParts(token: JsonText, chart: string): string[] {
  return merged(new JsonParts(token.escapeVariables, chart).whole(token.structure));
}

class JsonParts {
  constructor(
    private readonly escapes: boolean,
    private readonly chart: string,
  ) {}

  whole(structure: unknown): string[] {
    const presence = presenceOf(structure);
    if (presence === false) return ['"null"'];
    const parts = this.walk(structure);
    return presence === true ? parts : [`ternary (${print(merged(parts))}) "null" (${presence})`];
  }

  /** What prints a part, as far as it is there. */
  private walk(part: unknown): string[] {
    if (part instanceof Token) return this.token(part);
    if (typeof part === 'string' && hasKnobs(part)) {
      return [this.escaped(`${print(textParts(part, this.chart))} | toRawJson`)];
    }
    if (Array.isArray(part)) {
      return this.list(
        '[',
        part.map((item) => ({ parts: this.walk(item), presence: presenceOfItem(item) })),
        ']',
      );
    }
    if (typeof part !== 'object' || part === null) return this.fixed(rawScalar(part));
    const members = Object.entries(part).map(([key, member]): Member => {
      return { parts: [...this.fixed(`${rawScalar(key)}:`), ...this.walk(member)], presence: presenceOf(member) };
    });
    return this.list('{', members, '}');
  }

  private token(token: Token<unknown>): string[] {
    if (token instanceof Fact) return this.walk(token.produce());
    if (token instanceof Knob) return [this.escaped(rawJsonOf(token, this.chart))];
    if (token instanceof JsonText) return [this.escaped(`${print(jsonParts(token, this.chart))} | toRawJson`)];
    if (token instanceof ConfigFile) {
      return [this.escaped(`printf "%s\\n" (include ${fileName(this.chart, token.name)} .) | toRawJson`)];
    }
    if (token instanceof Checksum) {
      return [`include ${fileName(this.chart, token.file.name)} . | sha256sum | toRawJson`];
    }
    if (token instanceof Choice) return this.choice(token);
    throw new TypeError(`a ${token.constructor.name} cannot be part of a JSON text`);
  }

  private choice({ condition: token, then, otherwise }: Choice<unknown>): string[] {
    const chosen = condition(token);
    if (typeof chosen === 'boolean') return this.walk(chosen ? then : otherwise);
    return [`ternary (${print(merged(this.walk(then)))}) (${print(merged(this.walk(otherwise)))}) (${chosen})`];
  }

  /** Members that are always there beside those that are there at times. */
  private list(start: string, all: readonly Member[], end: string): string[] {
    const members = all.filter(({ presence }) => presence !== false);
    const separated = members.flatMap(({ parts, presence }) => {
      const member = [...this.fixed(','), ...parts];
      return typeof presence === 'string' ? [`ternary (${print(merged(member))}) "" (${presence})`] : member;
    });
    const [first] = members;
    if (first === undefined) return this.fixed(`${start}${end}`);
    // Only where the first one is always there, no comma comes first.
    const inner = first.presence === true ? separated.slice(1) : [`trimPrefix "," (${print(merged(separated))})`];
    return [...this.fixed(start), ...inner, ...this.fixed(end)];
  }

  private fixed(text: string): string[] {
    return fixedParts(this.escapes ? text.replaceAll('$', () => '$$') : text);
  }

  private escaped(part: string): string {
    return this.escapes ? `${part} | replace "$" "$$"` : part;
  }
}

/** A knob's value as JSON without escapes for HTML, as part of a text. */
function rawJsonOf(knob: Knob<unknown>, chart: string): string {
  const json = jsonOf(knob, chart);
  const printed = ['integer', 'boolean'].includes(knob.key.form) ? `${json} | toString` : json;
  return printed.replace(/\| toJson$/, '| toRawJson');
}

/** Texts that stand beside one another, as one. */
function merged(parts: readonly string[]): string[] {
  const all: string[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    const join = last !== undefined && isText(last) && isText(part);
    if (join) all[all.length - 1] = JSON.stringify(`${JSON.parse(last)}${JSON.parse(part)}`);
    else all.push(part);
  }
  return all;
}

function isText(part: string): boolean {
  return /^"([^"\\]|\\.)*"$/.test(part);
}
