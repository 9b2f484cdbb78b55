import type { Construct } from 'constructs';
import type { Issue } from '../../data/issue.js';
import { markAsPublishedChart, type PublishedChart } from '../../published-chart.js';
import type { Release } from '../../release.js';
import { Checksum, ConfigFile } from '../../tree/config-file.js';
import { Template } from '../../tree/template.js';
import { issuesOf, validate } from '../../tree/validation.js';
import { Face } from '../face.js';
import type { Files } from '../folder.js';
import { type ChartMetadata, chartYaml } from './chart-metadata.js';
import { notes } from './chart-notes.js';
import { checkMetadata } from './check-metadata.js';
import { publishedSchema, SCHEMA_FILE } from './documented-keys.js';
import { HELMIGNORE, readme } from './documents.js';
import { checks, helpers } from './helper-files.js';
import { TemplateYaml } from './template-yaml.js';
import { objectTemplates } from './templates.js';
import { valuesFile } from './values-file.js';

export interface HelmChartProps extends ChartMetadata {
  /**
   * Creates the release that the chart installs, in the scope it is given. What its properties say of the values becomes
   * the chart's defaults; its name and namespace are Helm's to say.
   */
  readonly release: (scope: Construct) => Release;
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

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HelmChartProps,
  ) {
    super(scope, id);
    markAsPublishedChart(this);
    this.release = props.release(this.template);
    validate(this, () => this.issues());
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
      const { description = '' } = this.props;
      return new Map([
        ['Chart.yaml', chartYaml(id, { ...this.metadata, version })],
        ['values.yaml', valuesFile(id, values, schema)],
        [SCHEMA_FILE, publishedSchema(id, schema)],
        ['README.md', readme(id, description, schema, values)],
        ['.helmignore', HELMIGNORE],
        ['templates/NOTES.txt', notes(id, release.notes, release.marked.objects)],
        ['templates/_helpers.tpl', helpers(id, this.configFiles)],
        ['templates/checks.yaml', checks(id, objects, keys)],
        ...objectTemplates(release, id, new TemplateYaml(id)),
      ]);
    });
  }

  private get metadata(): ChartMetadata {
    const { kubeVersion = this.release.kubeVersion } = this.props;
    return { ...this.props, kubeVersion };
  }

  /** The configuration files that objects hold or cover by checksums. */
  private get configFiles(): ConfigFile[] {
    const files = new Set<ConfigFile>();
    const walk = (part: unknown): void => {
      if (part instanceof ConfigFile) files.add(part);
      else if (part instanceof Checksum) files.add(part.file);
      else if (typeof part === 'object' && part !== null && !('path' in part)) Object.values(part).forEach(walk);
    };
    for (const { content } of this.release.marked.objects) walk(content);
    return [...files];
  }

  /** Everything that is wrong with the release, its objects or the chart itself. */
  private issues(): Issue[] {
    const { release } = this;
    const metadata = checkMetadata(this.node.id, this.metadata);
    return release.settle([], () => {
      const own = [...issuesOf(this.template.node.findAll()), ...release.ownIssues()];
      return [...metadata, ...(own.length > 0 ? own : release.objectIssues())];
    });
  }
}
