import type { Issue } from '../data/issue.js';
import { copyPlain, isMap, type Json, type JsonMap } from '../data/json.js';
import { readYaml } from '../data/yaml.js';
import { coalesce } from './coalesce.js';
import type { SliceDefinition } from './slice.js';

/** A values document of somebody's own, which is laid over the defaults of slices. */
export class Overlay {
  /** What is wrong with it before any slice is looked at. */
  readonly issues: Issue[] = [];
  private readonly document: JsonMap;

  /**
   * @param values the document, or its YAML text
   * @throws ValidationError if the text is no YAML map
   */
  constructor(values: object | string) {
    this.document = typeof values === 'string' ? readYaml(values) : this.copy(values);
  }

  /** A fresh copy of defaults under what the document says. */
  over(defaults: JsonMap): Record<string, Json> {
    return coalesce(copyMap(defaults), copyMap(this.document));
  }

  /** A slice in force: its defaults under what the document says. */
  sliceOf({ key, defaults }: SliceDefinition): JsonMap {
    const slice = coalesce({ [key]: defaults }, this.document)[key];
    return isMap(slice) ? slice : {};
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
