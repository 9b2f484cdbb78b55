import type { IConstruct } from 'constructs';
import type { Issue } from './data/issue.js';
import type { Release } from './release.js';
import { holds, plain } from './tree/evaluate.js';
import { Template } from './tree/template.js';
import type { Token, Tokenized } from './tree/token.js';
import { validate } from './tree/validation.js';

/** What no two releases of an app may use at once. */
export interface SoleUse {
  /** What is used, for example the address of a database; releases for which it comes to the same share it. */
  readonly thing: Tokenized<readonly string[]>;
  /** The same for all the ways in which one thing can be said; nothing where too little is said. @default - as it is said */
  readonly canonical?: (thing: readonly string[]) => readonly string[] | undefined;
  /** Whether the release uses it. */
  readonly when: Token<boolean>;
  /** What is wrong where another release uses the same. @param other the name of that release @param thing what it is */
  readonly issue: (other: string, thing: readonly string[]) => Issue;
}

/** The releases of an app that use things alone, by what they use. */
class Uses {
  private readonly all: { readonly release: Release; readonly use: SoleUse }[] = [];
  private first: Map<string, Release> | undefined;

  add(release: Release, use: SoleUse): void {
    this.all.push({ release, use });
    this.first = undefined;
  }

  /** The first release that uses a thing. */
  firstOf(thing: readonly string[]): Release | undefined {
    this.first ??= this.byThing();
    return this.first.get(JSON.stringify(thing));
  }

  private byThing(): Map<string, Release> {
    const used = this.all.flatMap(({ release, use }) => {
      const thing = usedBy(release, use);
      return thing === undefined ? [] : [[JSON.stringify(thing), release] as const];
    });
    return new Map(used.reverse());
  }
}

const USES = new WeakMap<IConstruct, Uses>();

/** Lets no other release of the app use what a release uses. In a chart nobody knows who installs it beside what. */
export function useAlone(release: Release, use: SoleUse): void {
  if (Template.isIn(release)) return;
  const { root } = release.node;
  const uses = USES.get(root) ?? new Uses();
  USES.set(root, uses);
  uses.add(release, use);
  validate(release, () => {
    const thing = usedBy(release, use);
    const first = thing === undefined ? undefined : uses.firstOf(thing);
    return thing === undefined || first === undefined || first === release ? [] : [use.issue(first.releaseName, thing)];
  });
}

function usedBy(
  { read }: Release,
  { thing, when, canonical = (said) => said }: SoleUse,
): readonly string[] | undefined {
  return holds(when, read) ? canonical(plain(thing, read) as readonly string[]) : undefined;
}
