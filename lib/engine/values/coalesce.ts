import { isMap, type Json, type JsonMap } from '../data/json.js';

/**
 * A values document laid over defaults, as Helm lays `-f values.yaml` over the `values.yaml` of a chart: maps are
 * merged, anything else replaces, and `null` removes a default; where there is none, it stays.
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

/** A document without the members that are not set, those of maps in lists included. */
export function withoutNulls(document: JsonMap): Record<string, Json> {
  const members = Object.entries(document).filter(([, value]) => value !== null);
  return Object.fromEntries(members.map(([key, value]) => [key, cleared(value)]));
}

/** A value without the members of maps that are not set. */
export function cleared(value: Json): Json {
  if (isList(value)) return value.map(cleared);
  return isMap(value) ? withoutNulls(value) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
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
