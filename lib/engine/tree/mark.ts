import { type ApiObject, App } from 'cdk8s';
import { foundIn, type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { MARK } from '../data/placeholder.js';
import { canonicalQuantity } from '../data/quantity.js';
import { repeated } from '../data/repeated.js';
import { withAnnotations } from './common-annotations.js';
import type { ConfigFile } from './config-file.js';
import { isNamedByContent } from './digest.js';
import { type Dependencies, Inspection } from './inspection.js';
import { Knob } from './knob.js';
import { fixedPart, isQuantity } from './positions.js';
import { presenceOf } from './presence.js';
import type { ReleaseScope } from './release-scope.js';
import { ReleaseTest } from './release-test.js';
import { BRANCHES, ReleaseResolver, TOKEN } from './resolver.js';
import { inSyncWave } from './sync-wave.js';
import { Choice, Fact, Token, tokenOf } from './token.js';

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
  /** The configuration files that they hold, or cover by checksums. */
  readonly files: readonly ConfigFile[];
  /** Why some of them cannot be rendered. */
  readonly issues: readonly Issue[];
}

/** Renders the objects of a release once, for all faces. */
export function markRelease(release: ReleaseScope, objects: readonly ApiObject[]): Marked {
  const app = App.of(release);
  const found: Dependencies = { knobs: new Set(), files: new Set() };
  const issues: Issue[] = [];
  const marked = objects.flatMap((object): MarkedObject[] => {
    const conditions = presenceOf(object);
    const own: Issue[] = [];
    try {
      const reading = new Reading(object, found, own);
      for (const condition of conditions) reading.condition(condition);
      const render = ReleaseResolver.mark.bind(undefined, object, app);
      const content = reading.content(render, release.annotations);
      const wave = ReleaseTest.holds(object) ? undefined : release.syncWaveOf(object);
      return [{ object, conditions, content: inSyncWave(content, wave) }];
    } catch (error) {
      own.push({ path: '', message: reasonOf(error) });
      return [];
    } finally {
      issues.push(...foundIn(object.node.path, own));
    }
  });
  const files = [...found.files];
  return { objects: marked, knobs: [...found.knobs], files, issues: [...issues, ...twins(files)] };
}

/** Files of one name. */
function twins(files: readonly ConfigFile[]): Issue[] {
  const names = files.map(({ name }) => name);
  return repeated(names).map((name) => ({
    path: '',
    message: `two configuration files are called ${quote(name)}; allowed: one each; let objects share one ConfigFile`,
  }));
}

/** What cdk8s wraps into a sentence of its own. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^Failed serializing construct at path '[^']*' with name '[^']*': (\w*Error: )?/, '');
}

/** Puts the tokens of one object in the places that marks keep for them, and quantities in canonical form. */
class Reading {
  private readonly tokens: Token<unknown>[] = [];
  private readonly builtIn: boolean;

  constructor(
    private readonly object: ApiObject,
    private readonly found: Dependencies,
    private readonly issues: Issue[],
  ) {
    const { apiVersion } = object;
    this.builtIn = !apiVersion.split('/')[0]?.includes('.') || /\.k8s\.io\//.test(apiVersion);
  }

  /** What has to hold for the object to exist. */
  condition(condition: Token<boolean>, path: readonly string[] = []): void {
    this.inspection(path).condition(condition);
  }

  /** @param annotations those of the release */
  content(
    render: (tokens: Token<unknown>[]) => unknown,
    annotations: ReleaseScope['annotations'],
  ): Readonly<Record<string, unknown>> {
    const rendered = withAnnotations(render(this.tokens), annotations, this.reject.bind(this));
    const content = this.read(rendered, []);
    if (!isMap(content)) return {};
    if (isNamedByContent(this.object) && !isMap(content.spec)) {
      this.reject(['spec'], 'found none; allowed: a spec, since a digest of it is part of the name');
    }
    return content;
  }

  private read(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'string') return this.text(value, path);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.reject(path, `found ${value}; allowed: a finite number`);
    }
    if (value instanceof Token) return this.settled(value, path);
    if (Array.isArray(value)) return value.map((item, index) => this.read(item, [...path, `${index}`]));
    if (!isMap(value)) return value;
    if (TOKEN in value || MARK in value) return this.token(value, path);
    const members = Object.entries(value).map(([key, member]): [string, unknown] => {
      this.inspection(path).key(key);
      return [key, this.read(member, [...path, key])];
    });
    return Object.fromEntries(members);
  }

  private text(text: string, path: readonly string[]): string {
    const knobs = this.inspection(path).text(text);
    for (const knob of knobs) this.checkPosition(knob, path);
    return knobs.length === 0 && this.builtIn && isQuantity(this.object.kind, path) ? canonicalQuantity(text) : text;
  }

  /** A token of which cdk8s, or a patch, has left a mark. */
  private token(mark: Record<string, unknown>, path: readonly string[]): unknown {
    const { [TOKEN]: number, [MARK]: patched, ...others } = mark;
    const token = number === undefined ? tokenOf(Number.parseInt(`${patched}`, 10)) : this.tokens[Number(number)];
    const { [BRANCHES[0]]: then, [BRANCHES[1]]: otherwise, ...strangers } = others;
    if (token === undefined || Object.keys(strangers).length > 0) {
      const remedy = 'patch the whole member, or change what decides it';
      this.reject(path, `a patch goes into a value that is not known yet${nameOf(token)}; ${remedy}`);
      return undefined;
    }
    if (number === undefined || !(token instanceof Choice)) return this.settled(token, path);
    return this.settled(new Choice(token.condition, then, otherwise), path);
  }

  /** A token with all that is in it read. */
  private settled(token: Token<unknown>, path: readonly string[]): unknown {
    if (token instanceof Fact) return this.read(token.produce(), path);
    if (token instanceof Choice) {
      this.condition(token.condition, path);
      return new Choice(token.condition, this.read(token.then, path), this.read(token.otherwise, path));
    }
    if (token instanceof Knob) this.checkPosition(token, path);
    this.inspection(path).value(token);
    return token;
  }

  private checkPosition(knob: Knob<unknown>, path: readonly string[]): void {
    const what = fixedPart(this.object.kind, path);
    if (what !== undefined) this.reject(path, `found the knob ${knob.name}; allowed: a fixed value, ${what}`);
    if (this.builtIn && isQuantity(this.object.kind, path) && knob.key.form !== 'quantity') {
      this.reject(path, `found the knob ${knob.name}, a ${knob.key.form}; allowed: a knob of the form quantity`);
    }
  }

  private inspection(path: readonly string[]): Inspection {
    return new Inspection(this.found, (message) => this.reject(path, message));
  }

  private reject(path: readonly string[], message: string): void {
    this.issues.push({ path: path.join('.'), message });
  }
}

function nameOf(token: Token<unknown> | undefined): string {
  return token instanceof Knob ? `, the knob ${token.name}` : '';
}
