import { Construct } from 'constructs';
import { type Issue, notAllowed } from '../../data/issue.js';
import { checked } from '../../options/checked.js';
import { HELM_CHART, SOME_CHART } from '../../options/helm-chart-shape.js';
import { placeOf } from '../../options/place.js';
import { markAsPublishedChart, type PublishedChart } from '../../published-chart.js';
import { Release } from '../../release.js';
import { Template } from '../../tree/template.js';
import { issuesOf, validate } from '../../tree/validation.js';
import { Face } from '../face.js';
import type { Files } from '../folder.js';
import { type ChartMetadata, chartYaml } from './chart-metadata.js';
import { notes } from './chart-notes.js';
import { checkMetadata } from './check-metadata.js';
import { publishedSchema, SCHEMA_FILE } from './documented-keys.js';
import type { HelmChartProps } from './helm-chart-props.js';
import { HELM_IGNORE } from './helm-ignore.js';
import { checks, helpers } from './helper-files.js';
import { readme } from './readme.js';
import { TemplateYaml } from './template-yaml.js';
import { objectTemplates } from './templates.js';
import { valuesFile } from './values-file.js';

function isReleaseOfChart(value: unknown): value is Release {
  return Construct.isConstruct(value) && Release.isRelease(value);
}

function noRelease(found: unknown): Issue {
  return notAllowed('release', found, 'a function that returns a Release, made in the scope it is given; return it');
}

/** Where published charts stand in the output folder. */
const CHARTS = 'charts';

/**
 * A Helm chart that installs what a release is, with the values document as its values.
 *
 * Written to `<outdir>/charts/<id>/`. For every values document, the chart renders to what a release with this document
 * is synthesized to.
 *
 * @example
 *
 *   new HelmChart(app, 'hello', { version: '1.0.0', release: (scope) => new Hello(scope, 'release', props) });
 */
export class HelmChart extends Face implements PublishedChart {
  readonly release: Release;
  private readonly template = new Template();

  private readonly props: HelmChartProps;

  constructor(
    scope: Construct,
    private readonly id: string,
    given: HelmChartProps,
  ) {
    super(placeOf(scope, id), id);
    markAsPublishedChart(this);
    const { options, issues } = checked(HELM_CHART, given, given);
    this.props = options;
    const release: unknown = options.release(this.template);
    const isOurs = isReleaseOfChart(release) && release.node.root === this.template;
    this.release = isOurs ? release : SOME_CHART.release(new Template());
    const unmade = this.release === release ? [] : [noRelease(release)];
    validate(this, () => [...issues, ...unmade, ...this.issues()]);
  }

  override get folder(): string {
    return `${CHARTS}/${this.node.id}`;
  }

  override files(): Files {
    return new Map([...this.chartFiles()].map(([path, text]) => [`${this.folder}/${path}`, text]));
  }

  /**
   * The files of the chart, by their paths in its folder.
   *
   * @param version the version of the chart, instead of its own
   */
  chartFiles(version = this.props.version): Files {
    const { id } = this.node;
    const { release } = this;
    return release.settle([], () => {
      const { strictSchema: schema, valuesInForce: values, objects, keys } = release;
      return new Map([
        ['Chart.yaml', chartYaml(id, { ...this.metadata, version })],
        ['values.yaml', valuesFile(id, values, schema)],
        [SCHEMA_FILE, publishedSchema(id, schema)],
        ['README.md', readme(id, this.metadata, release)],
        ['.helmignore', HELM_IGNORE],
        ...notes(id, release.notes, release.marked.objects),
        ['templates/_helpers.tpl', helpers(id, release.marked.files)],
        ['templates/checks.yaml', checks(id, objects, keys)],
        ...objectTemplates(release, id, new TemplateYaml(id)),
      ]);
    });
  }

  private get metadata(): ChartMetadata {
    const { kubeVersion = this.release.kubeVersion } = this.props;
    return { ...this.props, kubeVersion };
  }

  /** Everything that is wrong with the release, its objects or the chart itself. */
  private issues(): Issue[] {
    const { release } = this;
    const metadata = checkMetadata(this.id, this.metadata);
    return release.settle([], () => {
      const own = [...issuesOf(this.template.node.findAll()), ...release.ownIssues()];
      return [...metadata, ...(own.length > 0 ? own : release.objectIssues())];
    });
  }
}
