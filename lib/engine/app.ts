import { App, type AppProps, Names, YamlOutputType } from 'cdk8s';
import { foundIn, type Issue, issuesOfError, ValidationError } from './data/issue.js';
import { repeated } from './data/repeated.js';
import { checkAgreement } from './faces/agreement.js';
import { CONSTRUCT_METADATA, checkHelmFormat, helmFormat, isStreamed } from './faces/cdk8s-cli.js';
import { Face, type Released } from './faces/face.js';
import { type Files, writeFolder } from './faces/folder.js';
import { HelmChart } from './faces/helm/helm-chart.js';
import { manifestFiles, printManifests } from './faces/manifest-files.js';
import { checkOutputs, filesOf, type Output } from './faces/outputs.js';
import { APP_PROPS } from './options/app-shape.js';
import { checked } from './options/checked.js';
import { divide, type Part } from './parts.js';
import { checkIdentities, checkManifests } from './policy/check-objects.js';
import { type Manifest, toManifest } from './policy/manifest.js';
import { Progress } from './progress.js';
import { type PublishedChart, publishedCharts } from './published-chart.js';
import { Release } from './release.js';
import { inApplyOrder } from './tree/order.js';
import { issuesOf, validate } from './tree/validation.js';

/** What one release, or one chart beside the releases, comes to. */
interface Rendered {
  /** The path of its construct. */
  readonly source: string;
  /** The name, less its extension, of the file that holds its manifests. */
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** The paths of the constructs that the manifests come from. */
  readonly paths: readonly string[];
  readonly release?: { readonly construct: Release; readonly valuesYaml: string };
  readonly issues: readonly Issue[];
}

/**
 * A cdk8s app that validates all of its releases before it writes the first byte, and writes the values document of
 * each release beside its manifests:
 *
 *     <outdir>/<release>/values.yaml
 *     <outdir>/<release>/manifests/<what is released>.k8s.yaml
 *
 * Charts that are no releases become `<outdir>/<chart>.k8s.yaml`.
 */
export class ReleaseApp extends App {
  private readonly recordsConstructs: boolean;

  constructor(props: AppProps = {}) {
    const { options, issues } = checked(APP_PROPS, props, {});
    super(options);
    const { recordConstructMetadata = process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true' } = options;
    this.recordsConstructs = recordConstructMetadata;
    validate(this, () => issues);
  }

  /**
   * Writes the manifests and values of all releases, and removes what an earlier synthesis wrote and this one does not.
   * When anything is wrong, nothing is written.
   *
   * @throws ValidationError with everything that is wrong
   */
  override synth(): void {
    const format = helmFormat(this.outdir, process.env);
    if (format === undefined) {
      writeFolder(this.outdir, this.render());
      return;
    }
    const issues = checkHelmFormat(format);
    if (issues.length > 0) throw new ValidationError(issues);
    writeFolder(format.folder, this.onlyChart().chartFiles(format.version), format.scaffold);
  }

  /**
   * The files that {@link synth} writes, by their paths in the output folder.
   *
   * @throws ValidationError with everything that is wrong
   */
  render(): Files {
    const rendered = this.renderCharts();
    const faces = this.node.findAll().filter(Face.isFace);
    const released = rendered.flatMap(({ release, manifests }) =>
      release === undefined ? [] : [{ release: release.construct, manifests }],
    );
    const own = objectsOfFaces(faces, released);
    const all = [...rendered.flatMap(({ manifests }) => manifests), ...own.flatMap(({ manifests }) => manifests)];
    const wrong = [...own.flatMap((one) => one.issues), ...checkIdentities(all)];
    if (wrong.length > 0) throw new ValidationError(wrong);
    if (isStreamed(this.outdir, process.env)) return new Map([['app.k8s.yaml', printManifests(all)]]);
    const outputs = [
      ...this.outputsOf(rendered),
      ...faces.map((face) => ({ source: face.node.path, folder: face.folder, files: face.files(released) })),
    ];
    const issues = checkOutputs(outputs);
    if (issues.length > 0) throw new ValidationError(issues);
    return filesOf(outputs);
  }

  /** The chart that `cdk8s synth --format helm` means. */
  private onlyChart(): HelmChart {
    this.renderCharts();
    const charts = this.node.findAll().filter((construct) => construct instanceof HelmChart);
    const [chart] = charts;
    if (chart !== undefined && charts.length === 1) return chart;
    const message = `the app has ${charts.length} Helm charts; allowed with --format helm: one; add a HelmChart or synthesize without --format`;
    throw new ValidationError([{ path: '', message }]);
  }

  private renderCharts(): Rendered[] {
    const { parts, ordered, beside } = divide(this);
    const charts = publishedCharts(this);
    const render = (part: Part, index: number): Rendered => {
      if (Release.isRelease(part.chart)) return renderRelease(part.chart, part, charts);
      const prefix = ordered ? `${`${index}`.padStart(4, '0')}-` : '';
      return renderChart(part, `${prefix}${Names.toDnsLabel(part.chart)}`);
    };
    const progress = new Progress(parts.length, 'releases');
    const rendered = settleAll(charts, () =>
      parts.map((part, index) => {
        const one = render(part, index);
        progress.step();
        return one;
      }),
    );
    progress.end();
    const issues = [
      ...issuesOf(beside),
      ...rendered.flatMap((one) => one.issues),
      ...duplicateReleases(parts),
      ...checkIdentities(rendered.flatMap(({ manifests }) => manifests)),
    ];
    if (issues.length > 0) throw new ValidationError(issues);
    return rendered;
  }

  private outputsOf(rendered: readonly Rendered[]): Output[] {
    const { yamlOutputType } = this;
    const { FILE_PER_APP, FOLDER_PER_CHART_FILE_PER_RESOURCE } = YamlOutputType;
    const whole = yamlOutputType === FILE_PER_APP;
    const outputs = rendered.map(({ source, manifests, name, release }): Output => {
      const folder =
        release?.construct.releaseName ?? (yamlOutputType === FOLDER_PER_CHART_FILE_PER_RESOURCE ? name : undefined);
      const inFolder = folder === undefined ? '' : `${folder}/${release === undefined ? '' : 'manifests/'}`;
      const files = whole ? [] : manifestFiles(manifests, inFolder, name, this);
      const values: [string, string][] = release === undefined ? [] : [[`${folder}/values.yaml`, release.valuesYaml]];
      return { source, folder, files: new Map([...files, ...values]) };
    });
    const all = rendered.flatMap(({ manifests }) => manifests);
    const files = [
      ...(whole ? manifestFiles(all, '', 'app', this) : []),
      ...(this.recordsConstructs ? [constructMetadata(rendered)] : []),
    ];
    return [...outputs, { source: 'the app', files: new Map(files) }];
  }
}

function renderRelease(release: Release, { constructs }: Part, charts: readonly PublishedChart[]): Rendered {
  const source = release.node.path;
  return release.settle(charts, () => {
    const own = [...issuesOf(constructs), ...foundIn(source, release.ownIssues())];
    const issues = own.length > 0 ? own : foundIn(source, release.objectIssues());
    if (issues.length > 0) return { source, name: '', manifests: [], paths: [], issues };
    const objects = release.plainObjects('manifests').filter(({ exists }) => exists);
    const { chart } = release;
    // What is wrong with the chart is told where the chart is.
    const sound = chart === undefined || chart.release.ownIssues().length === 0;
    return {
      source,
      name: release.manifestsName,
      manifests: objects.map(({ manifest }) => manifest),
      paths: objects.map(({ object }) => object.node.path),
      release: { construct: release, valuesYaml: sound ? release.valuesYaml : '' },
      issues: sound && chart !== undefined ? foundIn(source, checkAgreement(release, chart)) : [],
    };
  });
}

/** Lets the releases that charts install be rendered once for all that is asked of them. */
function settleAll<T>([chart, ...others]: readonly PublishedChart[], ask: () => T): T {
  return chart === undefined ? ask() : chart.release.settle([], () => settleAll(others, ask));
}

function renderChart({ chart, constructs, objects }: Part, name: string): Rendered {
  const source = chart.node.path;
  const failed = (issues: readonly Issue[]): Rendered => ({ source, name, manifests: [], paths: [], issues });
  const issues = issuesOf(constructs);
  if (issues.length > 0) return failed(issues);
  try {
    const ordered = inApplyOrder(objects, chart);
    const manifests = ordered.map((object) => toManifest(object.toJson()));
    const wrong = checkManifests(manifests);
    return { source, name, manifests, paths: ordered.map(({ node }) => node.path), issues: foundIn(source, wrong) };
  } catch (error) {
    return failed(foundIn(source, issuesOfError(error)));
  }
}

/** The objects of each face, and what is wrong with them. */
function objectsOfFaces(faces: readonly Face[], released: readonly Released[]) {
  return faces.map((face) => {
    const manifests = face.objects(released);
    return { manifests, issues: foundIn(face.node.path, checkManifests(manifests)) };
  });
}

function duplicateReleases(parts: readonly Part[]): Issue[] {
  const names = parts.flatMap(({ chart }) => (Release.isRelease(chart) ? [chart.releaseName] : []));
  return repeated(names).map((path) => ({ path, message: 'two releases have this name; allowed: one each' }));
}

/** What cdk8s's validation plugins look for, to tell which construct an object comes from. */
function constructMetadata(rendered: readonly Rendered[]): [string, string] {
  const resources = rendered.flatMap(({ manifests, paths }) =>
    manifests.map(({ metadata }, index): [string, object] => [metadata.name, { path: paths[index] }]),
  );
  const metadata = { version: '1.0.0', resources: Object.fromEntries(resources) };
  return [CONSTRUCT_METADATA, JSON.stringify(metadata)];
}
