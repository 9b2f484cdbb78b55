import { type Issue, ValidationError } from '../data/issue.js';
import { copyPlain, isMap, type Json, type JsonMap } from '../data/json.js';
import { readYaml } from '../data/yaml-reader.js';
import { coalesce } from './coalesce.js';

/** A values document of somebody's own, which is laid over the defaults of a release. */
export class Overlay {
  /** What is wrong with it before anything is laid over anything. */
  readonly issues: Issue[] = [];
  private readonly document: JsonMap;

  /** @param values the document, or its YAML text */
  constructor(values: object | string) {
    this.document = typeof values === 'string' ? this.read(values) : this.copy(values);
  }

  /** A fresh copy of defaults under what the document says. */
  over(defaults: JsonMap): Record<string, Json> {
    return coalesce(copyMap(defaults), copyMap(this.document));
  }

  /** What the document says at a path; `null` also where it removes what leads there. */
  at(path: readonly string[]): Json | undefined {
    let value: Json = this.document;
    for (const key of path) {
      if (value === null) return null;
      const member: Json | undefined = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
      if (member === undefined) return undefined;
      value = member;
    }
    return value;
  }

  private read(text: string): JsonMap {
    try {
      return readYaml(text);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.issues.push(...error.issues.map((issue) => ({ ...issue, source: 'values' })));
      return {};
    }
  }

  private copy(values: object): JsonMap {
    if (isMap(values)) return copyMap(values, this.issues);
    this.issues.push({ path: '', message: 'the values document is no map; allowed: one map' });
    return {};
  }
}

/** A deep copy of a map of plain data. @param issues takes what is no plain data */
export function copyMap(map: object, issues: Issue[] = []): Record<string, Json> {
  const copy = copyPlain(map, issues);
  return isMap(copy) ? copy : {};
}
