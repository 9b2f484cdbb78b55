import { quote } from '../data/issue.js';
import { cutAtKnobs, hasKnobs, hasRemains } from '../data/placeholder.js';
import { Checksum, ConfigFile } from './config-file.js';
import { Knob, knobOf } from './knob.js';
import { All, Choice, Fact, JsonText, Token } from './token.js';

/** What the tokens of a release depend on. */
export interface Dependencies {
  readonly knobs: Set<Knob<unknown>>;
  /** The files, each with the same as it is read: without facts, which take time to produce. */
  readonly files: Map<ConfigFile, ConfigFile>;
}

/** Control characters that JSON does not escape and YAML does not take. */
const UNREADABLE = /[\x7f-\x9f\ufffe\uffff]/;

/** Characters that stand for something else, or for half of a character. */
const SPECIAL = /[\ud800-\udfff\ue000-\ue005]/;

const NONE: readonly Knob<unknown>[] = [];

/** Goes through tokens: finds what they depend on, and what no face can write. */
export class Inspection {
  constructor(
    private readonly found: Dependencies,
    /** Takes what is wrong. */
    private readonly reject: (message: string) => void,
  ) {}

  /** A value, whatever it is. */
  value(part: unknown): void {
    if (part instanceof Knob) this.found.knobs.add(part);
    else if (part instanceof Fact) this.value(part.produce());
    else if (part instanceof Choice) {
      this.condition(part.condition);
      this.value(part.then);
      this.value(part.otherwise);
    } else if (part instanceof JsonText) this.value(part.structure);
    else if (part instanceof Checksum) this.file(part.file);
    else if (part instanceof ConfigFile) this.file(part);
    else if (part instanceof All) this.condition(part);
    else if (typeof part === 'string') this.computed(part);
    else if (!(part instanceof Token) && typeof part === 'object' && part !== null) {
      for (const [key, member] of Object.entries(part)) {
        this.key(key);
        this.value(member);
      }
    }
  }

  /** A configuration file. @returns the file as it is read */
  file(file: ConfigFile): ConfigFile {
    const known = this.found.files.get(file);
    if (known !== undefined) return known;
    const text = produced(file.text);
    const read = typeof text === 'string' || text instanceof Token ? new ConfigFile(file.name, text) : file;
    this.found.files.set(file, read);
    this.value(read.text);
    return read;
  }

  /** Something that is true or false. */
  condition(token: unknown): void {
    if (token instanceof All) for (const part of token.conditions) this.condition(part);
    else if (token instanceof Choice) {
      this.condition(token.condition);
      for (const branch of [token.then, token.otherwise]) {
        if (typeof branch !== 'boolean' && branch !== undefined) this.condition(branch);
      }
    } else if (token instanceof Fact) {
      if (typeof token.produce() !== 'boolean') this.reject('found a condition that is no boolean');
    } else if (!(token instanceof Knob)) this.reject('found a condition that is no token of a boolean');
    else {
      this.found.knobs.add(token);
      const { form } = token.key;
      const allowed = 'a knob of the form boolean';
      if (form !== 'boolean')
        this.reject(`found the knob ${token.name}, a ${form}, as a condition; allowed: ${allowed}`);
    }
  }

  /** A text, in which knobs may be. @returns the knobs */
  text(text: string): readonly Knob<unknown>[] {
    if (!SPECIAL.test(text)) return NONE;
    if (hasRemains(text)) {
      const reason = 'a text that was made of a knob, or of the name of a release, and then changed';
      const remedy = 'the knob or the name as it is, in a text; for JSON with knobs in it, a JsonText';
      this.reject(`found ${quote(text)}, ${reason}; allowed: ${remedy}`);
    }
    if (/\p{Cs}/u.test(text))
      this.reject(`found ${quote(text)}; allowed: whole characters, no half of a surrogate pair`);
    if (!hasKnobs(text)) return [];
    const knobs = cutAtKnobs(text).flatMap((part) => (typeof part === 'string' ? [] : [knobOf(part)]));
    for (const knob of knobs) this.found.knobs.add(knob);
    if (UNREADABLE.test(text)) this.unreadable(text);
    return knobs;
  }

  /** A text that templates put together, which do not escape all that YAML does not take as it is. */
  private computed(text: string): void {
    const knobs = this.text(text);
    if (knobs.length === 0 && UNREADABLE.test(text)) this.unreadable(text);
  }

  private unreadable(text: string): void {
    this.reject(`found ${quote(text)}; allowed: no control characters where something is computed`);
  }

  /** The key of a member. */
  key(key: string): void {
    if (hasKnobs(key)) this.reject(`found ${quote(key)} as a key; allowed: fixed keys; let the knob decide the value`);
    else this.text(key);
  }
}

/** The text of a file with what its facts come to. */
function produced(text: unknown): unknown {
  if (text instanceof Fact) return produced(text.produce());
  if (text instanceof Choice) return new Choice(text.condition, produced(text.then), produced(text.otherwise));
  return text;
}
