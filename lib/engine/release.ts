import { type ApiObject, App } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Component } from './component.js';
import { foundIn, type Issue, ValidationError } from './data/issue.js';
import type { Json } from './data/json.js';
import type { JsonSchema } from './data/json-schema.js';
import { NAMESPACE, RELEASE } from './data/placeholder.js';
import { SKIP_RENDERING, writeYaml } from './data/yaml-writer.js';
import { checked } from './options/checked.js';
import { placeOf } from './options/place.js';
import { RELEASE_ALONE, RELEASE_PROPS } from './options/release-shape.js';
import type { PlainObject } from './policy/check-objects.js';
import type { Manifest } from './policy/manifest.js';
import { type PublishedChart, publishedCharts } from './published-chart.js';
import { checkNames, checkOutputType, unknownChart } from './release-checks.js';
import { ReleaseDescription } from './release-description.js';
import { componentsOf, find, objectsOf, tryFind } from './release-objects.js';
import type { ReleaseProps } from './release-props.js';
import { Snapshot } from './snapshot.js';
import type { Reader } from './tree/evaluate.js';
import { generatedName } from './tree/generated-name.js';
import type { Knob } from './tree/knob.js';
import { KnobValues } from './tree/knob-values.js';
import type { Marked } from './tree/mark.js';
import { open } from './tree/open.js';
import type { Writer } from './tree/presence.js';
import { isRelease, markAsRelease, type ReleaseScope, releaseOf } from './tree/release-scope.js';
import { ReleaseResolver } from './tree/resolver.js';
import { Template } from './tree/template.js';
import { issuesOf, validate } from './tree/validation.js';
import type { Key, Keys } from './values/key-types.js';
import { Overlay } from './values/overlay.js';

/**
 * The root of one release in one namespace: it finds the components in its tree, assembles their slices into the values
 * document, and gives its objects to whoever writes them.
 */
export class Release extends ReleaseDescription implements ReleaseScope {
  static isRelease(construct: IConstruct): construct is Release {
    return isRelease(construct);
  }

  /** The release that a construct belongs to. @throws Error if it is in none */
  static override of(construct: IConstruct): Release {
    const release = releaseOf(construct);
    if (Release.isRelease(release)) return release;
    throw new Error(`${construct.node.path} is in no release`);
  }

  readonly releaseName: string;
  override readonly namespace: string;
  readonly namePrefix: string;
  readonly annotations: Readonly<Record<string, string>>;
  private readonly its: ReleaseProps;
  private readonly overlay: Overlay;
  private readonly openedHere: Knob<unknown>[] = [];
  private readonly knobValues: KnobValues;
  /** What it is while nothing in its tree changes. */
  private settled: Snapshot | undefined;

  constructor(scope: Construct, id: string, props: ReleaseProps = {}) {
    const { options: its, issues } = checked(new.target === Release ? RELEASE_ALONE : RELEASE_PROPS, props, {});
    const { release = id, nameOverride, labels = {}, annotations = {}, values = {} } = its;
    const template = Template.isIn(placeOf(scope, id));
    const namespace = template ? NAMESPACE : (its.namespace ?? release);
    super(scope, id, { namespace, labels: { ...labels }, disableResourceNameHashes: true });
    markAsRelease(this);
    ReleaseResolver.installIn(App.of(this));
    this.its = its;
    this.releaseName = template ? RELEASE : release;
    this.namespace = namespace;
    this.annotations = { ...annotations };
    this.namePrefix = nameOverride === undefined ? this.releaseName : `${this.releaseName}-${nameOverride}`;
    this.overlay = new Overlay(values);
    this.knobValues = new KnobValues(this.overlay);
    validate(this, () => [...issues, ...this.issues()]);
  }

  /** What is released, the same for all releases of it. @default - the name of the release */
  get appName(): string {
    return this.releaseName;
  }

  /** The name, less its extension, of the file that holds the manifests. @default - what is released */
  get manifestsName(): string {
    return this.appName;
  }

  /**
   * A fresh copy of the values document, `null` where it removes a default of the chart.
   *
   * @throws ValidationError
   */
  get values(): Record<string, Json> {
    return this.snapshot.assembly.document(this.chart?.release.valuesInForce);
  }

  /** A fresh copy of what the values document comes to, without what is not set. @throws ValidationError */
  get valuesInForce(): Record<string, Json> {
    return this.snapshot.assembly.inForce;
  }

  /**
   * The values document as YAML, each string quoted.
   *
   * @throws ValidationError
   */
  get valuesYaml(): string {
    const chart = this.its.chart === false ? undefined : (this.chart?.node.id ?? this.chartName);
    const suffix = chart === undefined ? '' : ` for the Helm chart ${chart}`;
    const title = `Values of the release ${this.releaseName}${suffix}; generated, do not edit.`;
    return `# ${title}\n# ${SKIP_RENDERING}\n${writeYaml(this.values, 'quoted')}`;
  }

  /** The components in the tree, in the order of the values document. */
  get components(): Component[] {
    return componentsOf(this, this.valuesOrder);
  }

  /**
   * An object of the release, for what no property says: patch it, or let others depend on it.
   *
   * @param suffix what follows the release name in the object's name; of a Job, less the digest at its end
   * @throws Error if there is none
   *
   * @example
   *
   *   release.findObject('Service', 'web').addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
   */
  findObject(kind: string, suffix: string): ApiObject {
    return find(this, kind, suffix);
  }

  /** An object of the release, if there is one; see {@link findObject}. */
  tryFindObject(kind: string, suffix: string): ApiObject | undefined {
    return tryFind(this, kind, suffix);
  }

  /** All objects of the release, wherever they stand in its tree, whether they exist or not. */
  get objects(): ApiObject[] {
    return objectsOf(this);
  }

  /**
   * Opens a property of this release, as {@link open} does; the key is in the values document even if nothing uses it.
   *
   * @param path where in the values document, its keys joined by dots
   * @param key what it may be, and what it is by default
   */
  open<T>(path: string, key: Key<T>): Knob<T> {
    const knob = open(path, key);
    this.openedHere.push(knob);
    return knob;
  }

  /** The schema that the components' contracts compose. */
  get contractSchema(): JsonSchema {
    return this.snapshot.assembly.contractSchema;
  }

  /** All keys of the values document. */
  get keys(): Keys {
    return this.snapshot.assembly.keys;
  }

  /** The schema that values documents have to meet: the contract, and no unknown keys. */
  get strictSchema(): JsonSchema {
    return this.snapshot.assembly.strictSchema;
  }

  /** Its objects as every face reads them. */
  get marked(): Marked {
    return this.snapshot.marked;
  }

  /** What a knob comes to. */
  get read(): Reader {
    return this.knobValues.read;
  }

  /** Its objects as the values document has them, see {@link Snapshot.plainObjects}. */
  plainObjects(writer: Writer): PlainObject[] {
    return this.snapshot.plainObjects(writer);
  }

  /** Its objects that exist, as they are written. @throws ValidationError */
  override toJson(): Manifest[] {
    return this.settle(publishedCharts(this), () => {
      const own = [...issuesOf(this.node.findAll()), ...this.ownIssues()];
      const issues = own.length > 0 ? own : this.objectIssues();
      if (issues.length > 0) throw new ValidationError(issues);
      return this.plainObjects('manifests').flatMap(({ exists, manifest }) => (exists ? [manifest] : []));
    });
  }

  /** The chart of the app that renders its values document to its manifests. */
  get chart(): PublishedChart | undefined {
    const { chart } = this.its;
    if (chart === false || Template.isIn(this)) return undefined;
    const charts = this.settled?.charts ?? publishedCharts(this);
    const named = charts.find(({ node }) => node.id === (chart ?? this.chartName));
    if (named !== undefined || chart !== undefined) return named;
    const [only, ...others] = charts.filter(({ release }) => release.chartName === this.chartName);
    return others.length > 0 ? undefined : only;
  }

  /** Lets what is asked of the release meanwhile be computed once; nothing in its tree may change. */
  settle<T>(charts: readonly PublishedChart[], ask: () => T): T {
    const before = this.settled;
    this.settled = before ?? this.takeSnapshot(charts);
    try {
      return ask();
    } finally {
      this.settled = before;
    }
  }

  override generateObjectName(object: ApiObject): string {
    return generatedName(object, this);
  }

  /** What is wrong with the names and the values of this release. */
  ownIssues(): Issue[] {
    const { nameOverride, chart, valuesFile = '' } = this.its;
    const unknown = typeof chart === 'string' && this.chart === undefined ? unknownChart(this, chart) : [];
    return foundIn(valuesFile, [...checkNames(this, nameOverride), ...unknown, ...this.snapshot.assembly.issues()]);
  }

  /** What is wrong with its objects, whether they exist or not. */
  objectIssues(): Issue[] {
    return foundIn(this.its.valuesFile ?? '', this.snapshot.objectIssues(Template.isIn(this) ? 'chart' : 'manifests'));
  }

  /** Everything that is wrong, for whatever app it is in; whoever settles the release asks for each part of it apart. */
  private issues(): Issue[] {
    if (this.settled !== undefined) return [];
    const own = [...this.ownIssues(), ...checkOutputType(this)];
    return own.length > 0 ? own : this.objectIssues();
  }

  private get snapshot(): Snapshot {
    return this.settled ?? this.takeSnapshot();
  }

  private takeSnapshot(charts?: readonly PublishedChart[]): Snapshot {
    const { components, objects, openedHere: opened, overlay, read } = this;
    return new Snapshot({ release: this, components, objects, opened, overlay, read }, charts);
  }
}
