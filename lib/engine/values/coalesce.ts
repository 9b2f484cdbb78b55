import { isMap, type Json, type JsonMap } from '../data/json.js';

/**
 * A values document laid over defaults, as Helm lays `-f values.yaml` over the `values.yaml` of a chart: maps are
 * merged, anything else replaces, and `null` removes a default.
 */
export function coalesce(defaults: JsonMap, overrides: JsonMap): Record<string, Json> {
  const merged: Record<string, Json> = {};
  for (const [key, value] of Object.entries(defaults)) {
    const override = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    if (override === undefined) merged[key] = value;
    else if (override !== null) merged[key] = isMap(value) && isMap(override) ? coalesce(value, override) : override;
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(defaults, key)) merged[key] = value;
  }
  return merged;
}

/** The document that, laid over defaults, gives a result: the result, and `null` for each default that it lacks. */
export function removing(defaults: JsonMap, result: JsonMap): Record<string, Json> {
  const document: Record<string, Json> = {};
  for (const [key, value] of Object.entries(defaults)) {
    const kept = Object.hasOwn(result, key) ? result[key] : undefined;
    document[key] = kept === undefined ? null : isMap(value) && isMap(kept) ? removing(value, kept) : kept;
  }
  for (const [key, value] of Object.entries(result)) {
    if (!Object.hasOwn(defaults, key)) document[key] = value;
  }
  return document;
}
