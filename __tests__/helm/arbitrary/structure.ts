import fc from 'fast-check';
import {
  All,
  Choice,
  ConfigFile,
  either,
  Fact,
  isMap,
  JsonText,
  type ReleaseScope,
  type Token,
} from '../../../lib/engine/index.js';
import { strange } from './texts.js';

/** What the parts of a structure may be. */
export interface Parts {
  readonly switches: readonly Token<boolean>[];
  readonly texts: readonly Token<unknown>[];
  readonly wholes: readonly Token<unknown>[];
}

/** What stands for the names of a release until it is known. */
const NAMES = ['<release>', '<namespace>', '<prefix>'];

type Names = Pick<ReleaseScope, 'releaseName' | 'namespace' | 'namePrefix'>;

/** Puts the names of a release into what was drawn before there was one; what is shared stays shared. */
export class Naming {
  private readonly files = new Map<ConfigFile, ConfigFile>();

  constructor(private readonly names: Names) {}

  value<T>(part: T): T;
  value(part: unknown): unknown {
    if (typeof part === 'string') return this.text(part);
    if (part instanceof ConfigFile) return this.file(part);
    if (part instanceof Choice) return new Choice(part.condition, this.value(part.then), this.value(part.otherwise));
    if (part instanceof Fact) return new Fact(() => this.value(part.produce()));
    if (part instanceof JsonText) return new JsonText(this.value(part.structure), part.escapeVariables);
    if (Array.isArray(part)) return part.map((item: unknown) => this.value(item));
    if (!isMap(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [this.text(key), this.value(member)]));
  }

  private file(file: ConfigFile): ConfigFile {
    const known = this.files.get(file) ?? new ConfigFile(file.name, this.value(file.text));
    this.files.set(file, known);
    return known;
  }

  private text(text: string): string {
    const { releaseName, namespace, namePrefix } = this.names;
    return text
      .replaceAll('<release>', releaseName)
      .replaceAll('<namespace>', namespace)
      .replaceAll('<prefix>', namePrefix);
  }
}

/** Conditions: knobs, and what is made of them. */
export function anyCondition({ switches }: Pick<Parts, 'switches'>): fc.Arbitrary<Token<boolean>> {
  return fc.letrec<{ condition: Token<boolean> }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'condition' },
      { weight: 3, arbitrary: fc.constantFrom(...switches) },
      fc.boolean().map((fact) => new Fact(() => fact)),
      fc.array(tie('condition'), { maxLength: 3 }).map((parts) => new All(parts)),
      fc
        .tuple(tie('condition'), fc.oneof(tie('condition'), fc.boolean()), fc.oneof(tie('condition'), fc.boolean()))
        .map(([condition, then, otherwise]) => either<boolean>(condition, then, otherwise)),
    ),
  })).condition;
}

/** Text with knobs and names in it. */
export function mixed({ texts }: Pick<Parts, 'texts'>): fc.Arbitrary<string> {
  const piece = fc.oneof(
    strange,
    fc.constantFrom(...texts).map((knob) => `${knob}`),
    fc.constantFrom(...NAMES),
  );
  return fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
}

/** Anything that an object may hold. */
export function anyStructure(parts: Parts): fc.Arbitrary<unknown> {
  const condition = anyCondition(parts);
  const key = fc
    .oneof(strange, fc.constantFrom('9', '10', 'path', 'name', 'requests', ...NAMES))
    .filter((one) => one !== '__proto__');
  const single = fc.oneof(
    strange,
    fc.integer(),
    fc.constantFrom<unknown>(true, false, undefined, null, 0.5, 1e21, 123456789012),
    mixed(parts),
    fc.constantFrom(...parts.wholes),
  );
  const compound = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'structure' },
      { weight: 4, arbitrary: single },
      { weight: 2, arbitrary: fc.array(tie('any'), { maxLength: 3, depthIdentifier: 'structure' }) },
      {
        weight: 3,
        arbitrary: fc.dictionary(key, tie('any'), { maxKeys: 4, depthIdentifier: 'structure', noNullPrototype: true }),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(condition, tie('any'), tie('any'))
          .map(([chosen, then, otherwise]) => new Choice(chosen, then, otherwise)),
      },
      tie('any').map((fact) => new Fact(() => fact)),
      {
        weight: 2,
        arbitrary: fc.tuple(tie('any'), fc.boolean()).map(([structure, escapes]) => new JsonText(structure, escapes)),
      },
    ),
  })).any;
  return compound;
}

/** The text of a configuration file, which conditions may decide. */
export function anyFile(name: string, parts: Parts): fc.Arbitrary<ConfigFile> {
  const line = fc.oneof(strange, fc.constantFrom(...NAMES), fc.constant('  indented'));
  const text = fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n'));
  const choice = fc.letrec<{ text: string | Token<string> }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'file' },
      text,
      text.map((fact) => new Fact(() => fact)),
      fc
        .tuple(anyCondition(parts), tie('text'), tie('text'))
        .map(([condition, then, otherwise]) => either<string>(condition, then, otherwise)),
    ),
  })).text;
  return choice.map((one) => new ConfigFile(name, typeof one === 'string' ? new Fact(() => one) : one));
}
