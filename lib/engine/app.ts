import { App, type AppProps, YamlOutputType } from 'cdk8s';
import { foundIn, type Issue, ValidationError } from './data/issue.js';
import { repeated } from './data/repeated.js';
import { CONSTRUCT_METADATA, checkHelmFormat, helmFormat, isStreamed } from './faces/cdk8s-cli.js';
import { Face, type Released } from './faces/face.js';
import { type Files, writeFolder } from './faces/folder.js';
import { HelmChart } from './faces/helm/helm-chart.js';
import { manifestFiles, printManifests } from './faces/manifest-files.js';
import { checkOutputs, filesOf } from './faces/outputs.js';
import { APP_PROPS } from './options/app-shape.js';
import { checked } from './options/checked.js';
import { divide, type Part } from './parts.js';
import { checkManifests, Identities } from './policy/check-objects.js';
import { Progress } from './progress.js';
import { type PublishedChart, publishedCharts } from './published-chart.js';
import { Release } from './release.js';
import { type Rendered, renderPart } from './rendering.js';
import { issuesOf, validate } from './tree/validation.js';

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
      writeFolder(this.outdir, this.files());
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
    return new Map(this.files());
  }

  /** Those that make up a fleet are packed. */
  private files(): Files {
    const faces = this.node.findAll().filter(Face.isFace);
    const identities = new Identities();
    const whole = this.yamlOutputType === YamlOutputType.FILE_PER_APP || isStreamed(this.outdir, process.env);
    // What a chart installs is all that its files are made of.
    const keeps = whole || this.recordsConstructs || faces.some((face) => !(face instanceof HelmChart));
    const rendered = this.renderCharts(identities, keeps);
    const released = rendered.flatMap(({ release, manifests }) =>
      release === undefined ? [] : [{ release, manifests }],
    );
    const own = objectsOfFaces(faces, released);
    const ofFaces = own.flatMap(({ manifests }) => manifests);
    const wrong = [...own.flatMap((one) => one.issues), ...identities.add(ofFaces)];
    if (wrong.length > 0) throw new ValidationError(wrong);
    const all = rendered.flatMap(({ manifests }) => manifests);
    if (isStreamed(this.outdir, process.env)) {
      return new Map([['app.k8s.yaml', printManifests([...all, ...ofFaces])]]);
    }
    const files = [
      ...(this.yamlOutputType === YamlOutputType.FILE_PER_APP ? manifestFiles(all, '', 'app', this) : []),
      ...(this.recordsConstructs ? [constructMetadata(rendered)] : []),
    ];
    const outputs = [
      ...rendered.map(({ output }) => output),
      { source: 'the app', files: new Map(files) },
      ...faces.map((face) => ({ source: face.node.path, folder: face.folder, files: face.files(released) })),
    ];
    const issues = checkOutputs(outputs);
    if (issues.length > 0) throw new ValidationError(issues);
    return filesOf(outputs);
  }

  /** The chart that `cdk8s synth --format helm` means. */
  private onlyChart(): HelmChart {
    this.renderCharts(new Identities(), false);
    const charts = this.node.findAll().filter((construct) => construct instanceof HelmChart);
    const [chart] = charts;
    if (chart !== undefined && charts.length === 1) return chart;
    const message = `the app has ${charts.length} Helm charts; allowed with --format helm: one; add a HelmChart or synthesize without --format`;
    throw new ValidationError([{ path: '', message }]);
  }

  /** @param keeps whether objects are kept when they have become files, which takes memory */
  private renderCharts(identities: Identities, keeps: boolean): Rendered[] {
    const { parts, ordered, beside } = divide(this);
    const charts = publishedCharts(this);
    const progress = new Progress(parts.length, 'releases');
    const twins: Issue[] = [];
    const rendered = settleAll(charts, () =>
      parts.map((part, index) => {
        const one = renderPart(part, charts, this, ordered ? `${`${index}`.padStart(4, '0')}-` : '');
        twins.push(...identities.add(one.manifests, one.output.source));
        progress.step();
        return keeps ? one : { ...one, manifests: [], paths: [] };
      }),
    );
    progress.end();
    const issues = [
      ...issuesOf(beside),
      ...rendered.flatMap((one) => one.issues),
      ...duplicateReleases(parts),
      ...twins,
    ];
    if (issues.length > 0) throw new ValidationError(issues);
    return rendered;
  }
}

/** Lets the releases that charts install be rendered once for all that is asked of them. */
function settleAll<T>([chart, ...others]: readonly PublishedChart[], ask: () => T): T {
  return chart === undefined ? ask() : chart.release.settle([], () => settleAll(others, ask));
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
