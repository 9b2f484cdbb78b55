import { isMap, type Json, type JsonMap } from './json.js';

/**
 * A values document laid over defaults, as Helm lays `-f values.yaml` over the `values.yaml` of a chart: maps are
 * merged, anything else replaces, and `null` removes a default.
 *
 * @param keepNulls keep a `null` that removes a default, so that the result laid over the same defaults means the same
 */
export function coalesce(defaults: JsonMap, overrides: JsonMap, keepNulls: boolean): Record<string, Json> {
  const merged: Record<string, Json> = {};
  for (const [key, value] of Object.entries(defaults)) {
    const override = overrides[key];
    if (override === undefined) merged[key] = value;
    else if (override === null) {
      if (keepNulls) merged[key] = null;
    } else if (isMap(value) && isMap(override)) merged[key] = coalesce(value, override, keepNulls);
    else merged[key] = override;
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(defaults, key)) merged[key] = value;
  }
  return merged;
}
