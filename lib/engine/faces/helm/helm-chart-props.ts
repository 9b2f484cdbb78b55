import type { Construct } from 'constructs';
import type { Release } from '../../release.js';
import type { ChartMetadata } from './chart-metadata.js';

/** A chart: what `Chart.yaml` says, and the release that it installs. */
export interface HelmChartProps extends ChartMetadata {
  /**
   * Creates the release that the chart installs, in the scope it is given. What its properties say of the values becomes
   * the chart's defaults; its name and namespace are Helm's to say.
   */
  readonly release: (scope: Construct) => Release;
}
