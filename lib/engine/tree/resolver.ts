import { createHash } from 'node:crypto';
import { type ApiObject, type App, type IResolver, Names, type ResolutionContext } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { evaluate, plainText, type Reader } from './evaluate.js';
import { isRelease, type ReleaseScope } from './release-scope.js';
import { Choice, Fact, Token } from './token.js';

/** The member of a map that says which token stands in its place. */
export const TOKEN = '\uE003';
/** The members of such a map that hold the branches of a choice. */
export const BRANCHES = ['\uE005then', '\uE005otherwise'] as const;

/** cdk8s-plus tells pods apart by a label with their construct's path, which is not the same in a chart. */
export const ADDRESS = 'cdk8s.io/metadata.addr';

/** A release that knows its values. */
export interface ReadableRelease extends ReleaseScope {
  /** What its knobs come to. */
  readonly read: Reader;
}

const RESOLVER = Symbol.for('cdk8s-dagster.Resolver');

/**
 * Resolves what objects of a release hold, whatever app they are in: to plain values, or, while the release is marked, to
 * marks that say which token stands where.
 */
export class ReleaseResolver implements IResolver {
  /** Makes an app resolve the objects of releases. */
  static installIn(app: App): void {
    if (!app.resolvers.some(isReleaseResolver)) app.resolvers.unshift(new ReleaseResolver());
  }

  private marked: Token<unknown>[] | undefined;

  private constructor() {
    Object.defineProperty(this, RESOLVER, { value: true });
  }

  /** Renders an object with marks in the place of tokens. @param tokens takes the tokens, by the numbers in the marks */
  static mark(object: ApiObject, app: App, tokens: Token<unknown>[]): unknown {
    const resolver = app.resolvers.find(isReleaseResolver);
    if (resolver === undefined) throw new Error(`${object.node.path} is in an app without releases`);
    resolver.marked = tokens;
    try {
      return object.toJson();
    } finally {
      resolver.marked = undefined;
    }
  }

  resolve(context: ResolutionContext): void {
    const { value, key } = context;
    if (value instanceof Token) {
      context.replaceValue(
        this.marked === undefined ? evaluate(value, readerOf(context.obj)) : mark(value, this.marked),
      );
    } else if (typeof value === 'string') {
      const text = key.at(-1) === ADDRESS ? addressOf(value, context.obj) : value;
      const settled = this.marked === undefined ? plainText(text, readerOf(context.obj)) : text;
      if (settled !== value) context.replaceValue(settled);
    }
  }
}

/** Told by a mark, so that copies of this package share the one of an app. */
export function isReleaseResolver(resolver: IResolver): resolver is ReleaseResolver {
  return RESOLVER in resolver;
}

function mark(token: Token<unknown>, tokens: Token<unknown>[]): unknown {
  if (token instanceof Fact) return token.produce();
  const number = tokens.push(token) - 1;
  if (!(token instanceof Choice)) return { [TOKEN]: number };
  const [then, otherwise] = BRANCHES;
  return { [TOKEN]: number, [then]: token.then, [otherwise]: token.otherwise };
}

function readerOf(object: IConstruct): Reader {
  const release = object.node.scopes.reverse().find(isReadable);
  return (knob) => {
    if (release === undefined) throw new Error(`the knob ${knob.name} is in no release; use it below a Release`);
    return release.read(knob);
  };
}

function isReadable(construct: IConstruct): construct is ReadableRelease {
  return isRelease(construct) && 'read' in construct;
}

/** A label that tells a pod apart within its release, and the release from others. */
function addressOf(label: string, object: IConstruct): string {
  const release = object.node.scopes.reverse().find(isRelease);
  const pod = release?.node.findAll().find((construct) => Names.toLabelValue(construct) === label);
  if (release === undefined || pod === undefined) return label;
  const path = pod.node.path.slice(release.node.path.length);
  return `${release.namePrefix}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
