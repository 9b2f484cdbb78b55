import type { ApiObject, App } from 'cdk8s';
import type { Issue } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { MARK } from '../data/placeholder.js';
import { canonicalQuantity } from '../data/quantity.js';
import { withAnnotations } from './common-annotations.js';
import { Checksum, ConfigFile } from './config-file.js';
import { isNamedByContent } from './digest.js';
import { type Dependencies, Inspection } from './inspection.js';
import { Knob } from './knob.js';
import { fixedPart, isQuantity } from './positions.js';
import { type RawObject, rawObject } from './raw-object.js';
import type { ReleaseScope } from './release-scope.js';
import { ADDRESS, BRANCHES, ReleaseResolver, TOKEN } from './resolver.js';
import { Choice, Fact, Token, tokenOf } from './token.js';

type Content = Readonly<Record<string, unknown>>;

/** How objects are rendered. */
export interface Rendering {
  readonly app: App;
  /** Whether their app does it in the usual way. */
  readonly usual: boolean;
}

/** Puts the tokens of one object in the places where their values will be, and quantities in canonical form. */
export class Reading {
  private readonly tokens: Token<unknown>[] = [];
  private readonly builtIn: boolean;
  private readonly inspection: Inspection;
  /** Where the value is that is being read. */
  private path: string[] = [];
  /** Whether values come as they were given, rather than resolved and sorted by cdk8s. */
  private raw = false;
  /** Whether what is empty is left out, as it is of metadata. */
  private sparing = false;

  constructor(
    private readonly object: ApiObject,
    found: Dependencies,
    private readonly issues: Issue[],
  ) {
    const { apiVersion } = object;
    this.builtIn = !apiVersion.split('/')[0]?.includes('.') || /\.k8s\.io\//.test(apiVersion);
    this.inspection = new Inspection(found, (message) => this.reject(message));
  }

  /**
   * @param conditions what has to hold for the object to exist
   * @param annotations those of the release
   */
  content(
    conditions: readonly Token<boolean>[],
    { app, usual }: Rendering,
    annotations: ReleaseScope['annotations'],
  ): Content {
    for (const condition of conditions) this.inspection.condition(condition);
    const given = usual ? this.asGiven(annotations) : undefined;
    const content = given ?? this.asRendered(app, annotations);
    if (!isMap(content)) return {};
    if (isNamedByContent(this.object) && !isMap(content.spec)) {
      this.path = ['spec'];
      this.reject('found none; allowed: a spec, since a digest of it is part of the name');
    }
    return content;
  }

  /** The object in one pass; nothing where it takes cdk8s to know, or to say, what becomes of it. */
  private asGiven(annotations: ReleaseScope['annotations']): Content | undefined {
    const raw = rawObject(this.object);
    if (raw === undefined) return undefined;
    const before = this.issues.length;
    this.raw = true;
    try {
      return this.whole(raw, annotations);
    } catch {
      this.issues.length = before;
      this.path = [];
      return undefined;
    } finally {
      this.raw = false;
      this.sparing = false;
    }
  }

  private asRendered(app: App, annotations: ReleaseScope['annotations']): unknown {
    const rendered = ReleaseResolver.mark(this.object, app, this.tokens);
    return this.read(
      withAnnotations(rendered, annotations, (path, message) => {
        this.path = [...path];
        this.reject(message);
        this.path = [];
      }),
    );
  }

  private whole({ metadata, body }: RawObject, annotations: ReleaseScope['annotations']): Content {
    const { apiVersion, kind } = this.object;
    const content: Record<string, unknown> = { apiVersion: this.member('apiVersion', apiVersion) };
    content.kind = this.member('kind', kind);
    this.sparing = true;
    const own = isMap(metadata.annotations) ? metadata.annotations : {};
    const all = Object.assign({}, annotations, own);
    content.metadata = this.member('metadata', Object.assign({}, metadata, { annotations: all }));
    this.sparing = false;
    for (const key of Object.keys(body).sort()) {
      const member = this.member(key, body[key]);
      if (member !== undefined) content[key] = member;
    }
    return content;
  }

  private member(key: string, value: unknown): unknown {
    if (value === undefined || (this.raw && value === null)) return undefined;
    this.inspection.key(key);
    this.path.push(key);
    const read = this.read(value);
    this.path.pop();
    return read;
  }

  private read(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number' && !Number.isFinite(value)) this.reject(`found ${value}; allowed: a finite number`);
    if (typeof value !== 'object' || value === null) return this.single(value);
    if (value instanceof Token) return this.settled(value);
    if (Array.isArray(value)) return this.list(value);
    if (this.raw && Object.getPrototypeOf(value) !== Object.prototype) return this.single(value);
    return isMap(value) ? this.map(value) : this.single(value);
  }

  /** What is neither text nor collection. */
  private single(value: unknown): unknown {
    if (!this.raw) return value;
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) throw new TypeError('unusual');
    return value ?? undefined;
  }

  private list(items: readonly unknown[]): unknown {
    const read = items.map((item, index) => {
      this.path.push(`${index}`);
      const one = this.read(item);
      this.path.pop();
      return one;
    });
    return this.sparing && read.length === 0 ? undefined : read;
  }

  private map(map: Record<string, unknown>): unknown {
    if (TOKEN in map || MARK in map) return this.token(map);
    const keys = this.raw ? Object.keys(map).sort() : Object.keys(map);
    const content: Record<string, unknown> = {};
    let empty = true;
    for (const key of keys) {
      if (this.raw && (key === ADDRESS || key === '__proto__' || key === 'constructor')) throw new TypeError('unusual');
      const member = this.member(key, map[key]);
      if (this.raw && member === undefined) continue;
      content[key] = member;
      empty = false;
    }
    return this.sparing && empty ? undefined : content;
  }

  private text(text: string): string {
    const knobs = this.inspection.text(text);
    for (const knob of knobs) this.checkPosition(knob);
    return knobs.length === 0 && this.builtIn && isQuantity(this.object.kind, this.path)
      ? canonicalQuantity(text)
      : text;
  }

  /** A token of which cdk8s, or a patch, has left a mark. */
  private token(mark: Record<string, unknown>): unknown {
    const { [TOKEN]: number, [MARK]: patched, ...others } = mark;
    const token = number === undefined ? tokenOf(Number.parseInt(`${patched}`, 10)) : this.tokens[Number(number)];
    const { [BRANCHES[0]]: then, [BRANCHES[1]]: otherwise, ...strangers } = others;
    if (token === undefined || Object.keys(strangers).length > 0) {
      const remedy = 'patch the whole member, or change what decides it';
      this.reject(`a patch goes into a value that is not known yet${nameOf(token)}; ${remedy}`);
      return undefined;
    }
    if (number === undefined || !(token instanceof Choice)) return this.settled(token);
    return this.settled(new Choice(token.condition, then, otherwise));
  }

  /** A token with all that is in it read. */
  private settled(token: Token<unknown>): unknown {
    if (token instanceof Fact) return this.read(token.produce());
    if (token instanceof Choice) {
      this.inspection.condition(token.condition);
      return new Choice(token.condition, this.read(token.then), this.read(token.otherwise));
    }
    if (token instanceof ConfigFile) return this.inspection.file(token);
    if (token instanceof Checksum) return new Checksum(this.inspection.file(token.file));
    if (token instanceof Knob) this.checkPosition(token);
    this.inspection.value(token);
    return token;
  }

  private checkPosition(knob: Knob<unknown>): void {
    const { kind } = this.object;
    const what = fixedPart(kind, this.path);
    if (what !== undefined) this.reject(`found the knob ${knob.name}; allowed: a fixed value, ${what}`);
    if (this.builtIn && isQuantity(kind, this.path) && knob.key.form !== 'quantity') {
      this.reject(`found the knob ${knob.name}, a ${knob.key.form}; allowed: a knob of the form quantity`);
    }
  }

  private reject(message: string): void {
    this.issues.push({ path: this.path.join('.'), message });
  }
}

function nameOf(token: Token<unknown> | undefined): string {
  return token instanceof Knob ? `, the knob ${token.name}` : '';
}
