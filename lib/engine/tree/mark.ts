import { type ApiObject, App } from 'cdk8s';
import { foundIn, type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { cutAtKnobs, hasKnobs } from '../data/placeholder.js';
import { canonicalQuantity } from '../data/quantity.js';
import { Checksum, ConfigFile } from './config-file.js';
import { Knob, knobOf, WHOLE_KNOB } from './knob.js';
import { conditionMisuse, tokenMisuse } from './misuse.js';
import { fixedPart, isQuantity } from './positions.js';
import { presenceOf } from './presence.js';
import type { ReleaseScope } from './release-scope.js';
import { BRANCHES, ReleaseResolver, TOKEN } from './resolver.js';
import { All, Choice, JsonText, Token } from './token.js';

/** An object as cdk8s renders it, its patches applied, with tokens where their values will be. */
export interface MarkedObject {
  readonly object: ApiObject;
  /** What has to hold for it to exist. */
  readonly conditions: readonly Token<boolean>[];
  readonly content: Readonly<Record<string, unknown>>;
}

/** All objects of a release as every face reads them: what a patch or a name does, it does to all faces alike. */
export interface Marked {
  readonly objects: readonly MarkedObject[];
  /** The knobs in them. */
  readonly knobs: readonly Knob<unknown>[];
  /** Why some of them cannot be rendered. */
  readonly issues: readonly Issue[];
}

/** Renders the objects of a release once, for all faces. */
export function markRelease(release: ReleaseScope, objects: readonly ApiObject[]): Marked {
  const app = App.of(release);
  const knobs = new Set<Knob<unknown>>();
  const issues: Issue[] = [];
  const marked = objects.flatMap((object): MarkedObject[] => {
    const conditions = presenceOf(object);
    for (const condition of conditions) collect(condition, knobs);
    const found: Issue[] = conditions.flatMap((condition) => {
      const misuse = conditionMisuse(condition);
      return misuse === undefined ? [] : [{ path: '', message: misuse }];
    });
    try {
      const content = new Reading(object, ReleaseResolver.mark.bind(undefined, object, app), knobs, found).content;
      return [{ object, conditions, content }];
    } catch (error) {
      found.push({ path: '', message: reasonOf(error) });
      return [];
    } finally {
      issues.push(...foundIn(object.node.path, found));
    }
  });
  return { objects: marked, knobs: [...knobs], issues };
}

/** What cdk8s wraps into a sentence of its own. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^Failed serializing construct at path '[^']*' with name '[^']*': (\w*Error: )?/, '');
}

/** Puts the tokens of one object in the places that marks keep for them, and quantities in canonical form. */
class Reading {
  readonly content: Readonly<Record<string, unknown>>;
  private readonly tokens: Token<unknown>[] = [];
  private readonly builtIn: boolean;

  constructor(
    private readonly object: ApiObject,
    render: (tokens: Token<unknown>[]) => unknown,
    private readonly knobs: Set<Knob<unknown>>,
    private readonly issues: Issue[],
  ) {
    const { apiVersion } = object;
    this.builtIn = !apiVersion.split('/')[0]?.includes('.') || /\.k8s\.io\//.test(apiVersion);
    const content = this.read(render(this.tokens), []);
    this.content = isMap(content) ? content : {};
  }

  private read(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'string') return this.text(value, path);
    if (Array.isArray(value)) return value.map((item, index) => this.read(item, [...path, `${index}`]));
    if (!isMap(value)) return value;
    if (TOKEN in value || WHOLE_KNOB in value) return this.token(value, path);
    const members = Object.entries(value).map(([key, member]): [string, unknown] => {
      if (hasKnobs(key))
        this.reject(path, `found ${quote(key)} as a key; allowed: fixed keys; let the knob decide the value`);
      return [key, this.read(member, [...path, key])];
    });
    return Object.fromEntries(members);
  }

  private text(text: string, path: readonly string[]): string {
    if (!hasKnobs(text)) return this.builtIn && isQuantity(this.object.kind, path) ? canonicalQuantity(text) : text;
    for (const part of cutAtKnobs(text)) if (typeof part === 'number') this.take(knobOf(part), path);
    return text;
  }

  private token(mark: Record<string, unknown>, path: readonly string[]): unknown {
    const { [TOKEN]: number, [WHOLE_KNOB]: patched, ...others } = mark;
    const token = number === undefined ? knobOf(Number(patched)) : this.tokens[Number(number)];
    const { [BRANCHES[0]]: then, [BRANCHES[1]]: otherwise, ...strangers } = others;
    if (token === undefined || Object.keys(strangers).length > 0) {
      const remedy = 'patch the whole member, or change what decides it';
      this.reject(path, `a patch goes into a value that is not known yet${nameOf(token)}; ${remedy}`);
      return undefined;
    }
    const misuse = tokenMisuse(token);
    if (misuse !== undefined) this.reject(path, misuse);
    if (token instanceof Knob) this.take(token, path);
    else collect(token, this.knobs);
    if (!(token instanceof Choice)) return token;
    return new Choice(token.condition, this.read(then, path), this.read(otherwise, path));
  }

  private take(knob: Knob<unknown>, path: readonly string[]): void {
    this.knobs.add(knob);
    const what = fixedPart(this.object.kind, path);
    if (what !== undefined) this.reject(path, `found the knob ${knob.name}; allowed: a fixed value, ${what}`);
    if (this.builtIn && isQuantity(this.object.kind, path) && knob.key.form !== 'quantity') {
      this.reject(path, `found the knob ${knob.name}, a ${knob.key.form}; allowed: a knob of the form quantity`);
    }
  }

  private reject(path: readonly string[], message: string): void {
    this.issues.push({ path: path.join('.'), message });
  }
}

function nameOf(token: Token<unknown> | undefined): string {
  return token instanceof Knob ? `, the knob ${token.name}` : '';
}

/** Finds the knobs that a token depends on. */
function collect(value: unknown, knobs: Set<Knob<unknown>>): void {
  if (value instanceof Knob) knobs.add(value);
  else if (value instanceof All) for (const part of value.conditions) collect(part, knobs);
  else if (value instanceof Choice)
    for (const part of [value.condition, value.then, value.otherwise]) collect(part, knobs);
  else if (value instanceof JsonText) collect(value.structure, knobs);
  else if (value instanceof ConfigFile) collect(value.text, knobs);
  else if (value instanceof Checksum) collect(value.file, knobs);
  else if (typeof value === 'string') {
    for (const part of hasKnobs(value) ? cutAtKnobs(value) : []) if (typeof part === 'number') knobs.add(knobOf(part));
  } else if (!(value instanceof Token) && typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, knobs);
  }
}
