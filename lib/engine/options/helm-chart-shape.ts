import type { ChartMetadata, Maintainer } from '../faces/helm/chart-metadata.js';
import { SEMANTIC_VERSION } from '../faces/helm/check-metadata.js';
import type { HelmChartProps } from '../faces/helm/helm-chart-props.js';
import { Release } from '../release.js';
import * as is from './is.js';
import type { Checks } from './option-check.js';

const METADATA: Checks<ChartMetadata> = {
  version: is.required(is.kind('text', SEMANTIC_VERSION, (value) => typeof value === 'string')),
  appVersion: is.anyText,
  description: is.anyText,
  keywords: is.list(is.text),
  home: is.text,
  sources: is.list(is.text),
  maintainers: is.list(is.bag<Maintainer>({ name: is.required(is.text), email: is.text, url: is.text })),
  icon: is.text,
  annotations: is.map(is.anyText),
  kubeVersion: is.anyText,
};

/** What stands for the properties of a chart that says too little. */
export const SOME_CHART: HelmChartProps = { version: '0.0.0', release: (scope) => new Release(scope, 'release') };

export const HELM_CHART = is.bag<HelmChartProps>({ ...METADATA, release: is.required(is.func) }, SOME_CHART);
