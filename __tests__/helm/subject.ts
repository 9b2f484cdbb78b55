import type { Construct } from 'constructs';
import { isMap, type Release, type ReleaseProps } from '../../lib/engine/index.js';

/** A values document in Helm's sense: partial, with nulls that remove defaults. */
export type Values = Readonly<Record<string, unknown>>;

/** One release of an app. */
export interface Member {
  /** What its properties say that the chart's do not. */
  readonly own: object;
  /** Values documents, each laid over the one before; none: the one that the release writes by itself. */
  readonly documents: readonly Values[];
}

/** An app with a chart, and releases that belong to it. */
export interface Subject {
  /** Builds the release of the chart, or one that belongs to it. */
  readonly create: (scope: Construct, id: string, props: ReleaseProps, own: object) => Release;
  readonly members: readonly Member[];
  /** The set-up, for people. */
  readonly setUp: unknown;
}

/** A document under another one, as `helm -f one.yaml -f other.yaml` merges them. */
export function layered(under: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(merged, key) ? merged[key] : undefined;
    merged[key] = isMap(below) && isMap(value) ? layered(below, value) : value;
  }
  return merged;
}
