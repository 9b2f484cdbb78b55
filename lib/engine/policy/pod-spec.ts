import { isMap } from '../data/json.js';

/** The spec of the pods that an object creates; of any other object, its own spec. */
export function podSpecOf(spec: Record<string, unknown>): Record<string, unknown> {
  const { jobTemplate, template } = spec;
  if (isMap(jobTemplate) && isMap(jobTemplate.spec)) return podSpecOf(jobTemplate.spec);
  return isMap(template) && isMap(template.spec) ? template.spec : spec;
}

/** The maps in a list; nothing for what is no list. */
export function maps(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
