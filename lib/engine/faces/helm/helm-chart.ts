import type { Construct } from 'constructs';
import { type Issue, printIssue } from '../../data/issue.js';
import { writeYaml } from '../../data/yaml.js';
import { checkManifest } from '../../policy/check-manifest.js';
import { isManifest, type Manifest } from '../../policy/kubernetes-schema.js';
import type { Release } from '../../release.js';
import { Template } from '../../tree/template.js';
import { checkChartVersion } from '../chart-version.js';
import { Face } from '../face.js';
import type { Files } from '../folder.js';
import { publishedSchema } from './documented-keys.js';
import { HELMIGNORE, readme } from './documents.js';
import { checks, helpers, notes } from './helper-files.js';
import { Markers } from './markers.js';
import { TemplateYaml } from './template-yaml.js';
import { objectTemplates } from './templates.js';
import { valuesFile } from './values-file.js';

export interface HelmChartProps {
  /**
   * Creates the release that the chart installs, in the scope it is given. What its properties say of the values becomes
   * the chart's defaults; its name and namespace are Helm's to say.
   */
  readonly release: (scope: Construct) => Release;

  /** The version of the chart, a semantic version. */
  readonly version: string;

  /** The version of what it installs. @default - none */
  readonly appVersion?: string;

  /** One sentence. @default - none */
  readonly description?: string;

  /** Words to find it by. @default - none */
  readonly keywords?: readonly string[];

  /** The address of its home page. @default - none */
  readonly home?: string;

  /** The Kubernetes versions it works on. @default '>=1.27.0-0', since gRPC probes are stable from 1.27 on */
  readonly kubeVersion?: string;
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
 *   new HelmChart(app, 'floe-dagster', { version: '1.0.0', release: (scope) => new DagsterChart(scope, 'release', props) });
 */
export class HelmChart extends Face {
  /** The release that the chart installs. */
  readonly release: Release;
  private readonly markers = new Markers();
  private readonly template: Template;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HelmChartProps,
  ) {
    super(scope, id);
    this.template = new Template({ resolvers: [this.markers] });
    this.release = props.release(this.template);
    this.node.addValidation({ validate: () => this.issues().map(printIssue) });
  }

  override files(): Files {
    return new Map([...this.chartFiles()].map(([path, text]) => [`${CHARTS}/${this.node.id}/${path}`, text]));
  }

  /**
   * The files of the chart, by their paths in its folder.
   *
   * @param version the version of the chart, instead of its own
   */
  chartFiles(version = this.props.version): Files {
    const { id } = this.node;
    const { release } = this;
    const description = this.props.description ?? '';
    const templates = objectTemplates(release, this.release.objects, new TemplateYaml(id, this.markers));
    return new Map([
      ['Chart.yaml', this.chartYaml(version)],
      ['values.yaml', valuesFile(id, release.valuesInForce, release.strictSchema)],
      ['values.schema.json', `${JSON.stringify(publishedSchema(id, release.strictSchema), null, 2)}\n`],
      ['README.md', readme(id, description, release.strictSchema, release.valuesInForce)],
      ['.helmignore', HELMIGNORE],
      ['templates/NOTES.txt', notes(release.notes)],
      ['templates/_helpers.tpl', helpers(id, this.markers.configFiles)],
      ['templates/checks.yaml', checks(this.release.objects)],
      ...templates,
    ]);
  }

  private chartYaml(version: string): string {
    const { appVersion, description, keywords, home, kubeVersion } = this.props;
    return writeYaml(
      {
        apiVersion: 'v2',
        name: this.node.id,
        version,
        ...(appVersion === undefined ? {} : { appVersion }),
        kubeVersion: kubeVersion ?? '>=1.27.0-0',
        type: 'application',
        ...(description === undefined ? {} : { description }),
        ...(keywords === undefined ? {} : { keywords: [...keywords] }),
        ...(home === undefined ? {} : { home }),
      },
      'plain',
    );
  }

  /** Everything that is wrong with the release, its objects or the chart itself. */
  private issues(): Issue[] {
    const tree = this.template.node
      .findAll()
      .flatMap((construct) => construct.node.validate().map((message) => ({ path: construct.node.path, message })));
    const version = checkChartVersion('version', this.props.version);
    if (tree.length > 0) return [...version, ...tree];
    return [...version, ...this.plainManifests().flatMap(checkManifest)];
  }

  /** The objects as they are by default, whether they exist by default or not, with names in place of the stand-ins. */
  private plainManifests(): Manifest[] {
    const objects = this.markers.plainly(() => this.release.objects.map((object) => object.toJson()));
    const text = JSON.stringify(objects)
      .replaceAll(Template.RELEASE, 'release')
      .replaceAll(Template.NAMESPACE, 'namespace');
    return JSON.parse(text).filter(isManifest);
  }
}
