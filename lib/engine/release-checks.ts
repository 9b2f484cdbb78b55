import { App, YamlOutputType } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Issue, notAllowed } from './data/issue.js';
import { checkName, checkNamespace } from './data/names.js';
import { publishedCharts } from './published-chart.js';
import type { ReleaseScope } from './tree/release-scope.js';
import { Template } from './tree/template.js';

/** What is wrong with the names of a release; in a chart they are not known yet. */
export function checkNames(release: ReleaseScope, nameOverride: string | undefined): Issue[] {
  const { releaseName, namespace } = release;
  const names = Template.isIn(release) ? [] : [...checkName('release name', releaseName), ...checkNamespace(namespace)];
  return [...names, ...(nameOverride === undefined ? [] : checkName('nameOverride', nameOverride))];
}

/** A plain cdk8s App that divides its output so asks objects themselves, which do not know whether they exist. */
export function checkOutputType(release: IConstruct): Issue[] {
  const { FOLDER_PER_CHART_FILE_PER_RESOURCE } = YamlOutputType;
  if (App.of(release).yamlOutputType !== FOLDER_PER_CHART_FILE_PER_RESOURCE) return [];
  return [notAllowed('yamlOutputType', 'FOLDER_PER_CHART_FILE_PER_RESOURCE', 'any other; or the app of this package')];
}

/** The name of a chart that the app does not have; a release in a chart is in none of them. */
export function unknownChart(release: IConstruct, name: string): Issue[] {
  if (Template.isIn(release)) return [];
  const charts = publishedCharts(release).map(({ node }) => node.id);
  return [notAllowed('chart', name, charts.join(', ') || 'no name, since the app has no HelmChart')];
}
