import type { IConstruct } from 'constructs';
import type { Release } from './release.js';

/** A chart that an app publishes for its releases, whatever writes it. */
export interface PublishedChart extends IConstruct {
  /** The release that it installs. */
  readonly release: Release;
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
