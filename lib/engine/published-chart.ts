import type { IConstruct } from 'constructs';
import type { Issue } from './data/issue.js';
import type { JsonMap } from './data/json.js';
import type { JsonSchema } from './data/json-schema.js';
import type { Marked } from './tree/mark.js';

/** What a chart installs, as the releases that belong to it see it. */
export interface PublishedRelease {
  /** What the chart of releases of its kind is usually called. @default - nothing special */
  readonly chartName: string | undefined;
  /** The defaults of the chart. @throws ValidationError */
  readonly valuesInForce: JsonMap;
  readonly strictSchema: JsonSchema;
  readonly marked: Marked;
  ownIssues(): Issue[];
  /** Lets what is asked of it meanwhile be computed once. */
  settle<T>(charts: readonly PublishedChart[], ask: () => T): T;
}

/** A chart that an app publishes for its releases, whatever writes it. */
export interface PublishedChart extends IConstruct {
  readonly release: PublishedRelease;
}

const PUBLISHED = Symbol.for('cdk8s-dagster.PublishedChart');

export function markAsPublishedChart(construct: PublishedChart): void {
  Object.defineProperty(construct, PUBLISHED, { value: true });
}

/** The charts that the app of a construct publishes. */
export function publishedCharts(construct: IConstruct): PublishedChart[] {
  return construct.node.root.node.findAll().filter(isPublishedChart);
}

function isPublishedChart(construct: IConstruct): construct is PublishedChart {
  return PUBLISHED in construct;
}
