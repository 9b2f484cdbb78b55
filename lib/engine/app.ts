import { ApiObject, App, type AppProps, Chart, Names } from 'cdk8s';
import { type Issue, ValidationError } from './data/issue.js';
import { writeYaml } from './data/yaml.js';
import { checkHelmFormat, helmFormat, isStreamed } from './faces/cdk8s-cli.js';
import { Face } from './faces/face.js';
import { type Files, writeFolder } from './faces/folder.js';
import { HelmChart } from './faces/helm/helm-chart.js';
import { inApplyOrder } from './faces/order.js';
import { checkManifest, identityOf } from './policy/check-manifest.js';
import { isManifest, type Manifest } from './policy/kubernetes-schema.js';
import { Release } from './release.js';
import { presenceOf } from './tree/presence.js';

/** One chart of the app and its finished objects. */
interface Rendered {
  readonly chart: Chart;
  readonly manifests: readonly Manifest[];
}

/**
 * A cdk8s app that validates all of its releases before it writes the first byte, and writes the values document of
 * each release beside its manifests:
 *
 *     <outdir>/<release>/values.yaml
 *     <outdir>/<release>/manifests/dagster.k8s.yaml
 *
 * Charts that are no releases become `<outdir>/<chart>.k8s.yaml`.
 */
export class DagsterApp extends App {
  constructor(props: Pick<AppProps, 'outdir' | 'resolvers'> = {}) {
    super(props);
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
    const objects = rendered.flatMap(({ manifests }) => manifests);
    if (isStreamed(this.outdir, process.env)) return new Map([['app.k8s.yaml', printManifests(objects)]]);
    const faces = this.node.findAll().filter(Face.isFace);
    return new Map([...rendered.flatMap(filesOf), ...faces.flatMap((face) => [...face.files()])]);
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
    const constructs = this.node.findAll();
    const broken = constructs.map((construct) => ({ construct, messages: construct.node.validate() }));
    const issues = broken.flatMap(({ construct, messages }) => {
      return messages.map((message) => ({ path: construct.node.path, message }));
    });
    const objects = new Map(constructs.filter(Chart.isChart).map((chart): [Chart, ApiObject[]] => [chart, []]));
    for (const object of constructs.filter(ApiObject.isApiObject)) objects.get(object.chart)?.push(object);
    // What is invalid cannot be rendered, but the other charts may hold errors of their own.
    const invalid = broken.filter(({ messages }) => messages.length > 0).map(({ construct }) => construct);
    const sound = [...objects].filter(([chart]) => !invalid.some(({ node }) => node.scopes.includes(chart)));
    const rendered = sound.map(([chart, own]) => render(chart, own));
    const all = [...issues, ...this.duplicateReleases(), ...checkAll(rendered.flatMap(({ manifests }) => manifests))];
    if (all.length > 0) throw new ValidationError(all);
    return rendered;
  }

  private duplicateReleases(): Issue[] {
    const names = this.node
      .findAll()
      .filter(Release.isRelease)
      .map(({ releaseName }) => releaseName);
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...twice].map((path) => ({ path, message: 'two releases have this name; allowed: one each' }));
  }
}

function render(chart: Chart, objects: readonly ApiObject[]): Rendered {
  const present = objects.filter((object) => presenceOf(object).every((condition) => condition.resolve()));
  const manifests = present.map((object) => object.toJson()).filter(isManifest);
  return { chart, manifests: inApplyOrder(manifests, ({ kind }) => kind) };
}

function filesOf({ chart, manifests }: Rendered): [string, string][] {
  const text = printManifests(manifests);
  if (!Release.isRelease(chart)) return [[`${Names.toDnsLabel(chart)}.k8s.yaml`, text]];
  return [
    [`${chart.releaseName}/manifests/${chart.manifestsName}.k8s.yaml`, text],
    [`${chart.releaseName}/values.yaml`, chart.valuesYaml],
  ];
}

/** Each document starts with a marker, so that files may be joined. */
function printManifests(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => `---\n${writeYaml(manifest, 'plain')}`).join('');
}

function checkAll(manifests: readonly Manifest[]): Issue[] {
  const seen = new Set<string>();
  const twins = manifests.filter((manifest) => seen.size === seen.add(identityOf(manifest)).size);
  const collisions = twins.map(({ kind, metadata }) => ({
    path: `${kind} ${metadata.name}`,
    message: 'two objects have this kind, name and namespace; allowed: one each',
  }));
  return [...manifests.flatMap(checkManifest), ...collisions];
}
