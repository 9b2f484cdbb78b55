import type { Json, JsonMap } from '../../engine/index.js';
import { isJsonMap, isList } from './official-values.js';

/** Fields of Kubernetes whose keys are words of others. */
const WORDS = /^(labels|annotations|nodeSelector|matchLabels|requests|limits|volumeAttributes|overhead)$/;

export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Fields as Kubernetes spells them; Python's spelling means the same to Dagster. */
export function fieldsOf(value: Json): Json {
  if (isList(value)) return value.map(fieldsOf);
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const field = camelCase(name);
      return [field, WORDS.test(field) ? member : fieldsOf(member)];
    }),
  ) satisfies JsonMap;
}
