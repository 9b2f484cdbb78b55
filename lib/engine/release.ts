import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { Component } from './component.js';
import { type Issue, printIssue, quote } from './data/issue.js';
import type { Json, JsonMap } from './data/json.js';
import { checkName, checkNamespace } from './data/names.js';
import { SKIP_RENDERING, writeYaml } from './data/yaml.js';
import { Template } from './tree/template.js';
import type { Token } from './tree/token.js';
import { Assembly } from './values/assembly.js';
import { Overlay } from './values/overlay.js';
import type { JsonSchema } from './values/schema.js';
import type { SliceDefinition } from './values/slice.js';

export interface ReleaseProps {
  /**
   * The name of the release: the prefix of all its object names, a DNS label.
   *
   * @default - the construct id
   */
  readonly release?: string;

  /**
   * The namespace of all its objects.
   *
   * @default - the name of the release
   */
  readonly namespace?: string;

  /**
   * A values document, or its YAML text, laid over what the other properties say as Helm lays `-f values.yaml` over a
   * chart's defaults: maps are merged, anything else replaces, `null` removes a default.
   *
   * @default - nothing is laid over
   */
  readonly values?: object | string;
}

/** What a person who has installed a release wants to know next. */
export interface Note {
  readonly text: string;
  /** When it is told. @default - always */
  readonly when?: Token<boolean>;
  /** What is told at other times. @default - nothing */
  readonly otherwise?: string;
}

const RELEASE = Symbol.for('cdk8s-dagster.Release');

/** The root of one release in one namespace: it finds the components in its tree and assembles their slices. */
export abstract class Release extends Chart {
  static isRelease(construct: IConstruct): construct is Release {
    return RELEASE in construct;
  }

  /** The release that a construct belongs to. */
  static override of(construct: IConstruct): Release {
    const release = construct.node.scopes.reverse().find(Release.isRelease);
    if (release === undefined)
      throw new Error(`${construct.node.path} is in no release; create it below a DagsterChart`);
    return release;
  }

  /** The name of the release; in a template a stand-in for it, which may be part of any string. */
  readonly releaseName: string;
  override readonly namespace: string;
  private readonly overlay: Overlay;

  /** @throws ValidationError if `values` is text that is no YAML map */
  constructor(scope: Construct, id: string, props: ReleaseProps = {}) {
    const template = Template.isIn(scope);
    const releaseName = template ? Template.RELEASE : (props.release ?? id);
    const namespace = template ? Template.NAMESPACE : (props.namespace ?? releaseName);
    super(scope, id, { namespace, disableResourceNameHashes: true });
    Object.defineProperty(this, RELEASE, { value: true });
    this.releaseName = releaseName;
    this.namespace = namespace;
    this.overlay = new Overlay(props.values ?? {});
    this.node.addValidation({ validate: () => this.issues().map(printIssue) });
  }

  /** The order of the top-level keys of the values document; other keys follow in the order of the tree. */
  protected abstract readonly valuesOrder: readonly string[];

  /** The name of the Helm chart that the values document is for. */
  abstract readonly chartName: string;

  /** The name, less its extension, of the file that holds the manifests. */
  abstract readonly manifestsName: string;

  /** What to know after an installation. */
  get notes(): readonly Note[] {
    return [];
  }

  /**
   * A fresh copy of the values document, `null` where it removes a default of the published chart.
   *
   * @throws ValidationError
   */
  get values(): Record<string, Json> {
    return this.assembly.document;
  }

  /**
   * A fresh copy of what the values document comes to, without the defaults that it removes.
   *
   * @throws ValidationError
   */
  get valuesInForce(): Record<string, Json> {
    return this.assembly.inForce;
  }

  /**
   * The values document as YAML, each string quoted as the contract quotes it.
   *
   * @throws ValidationError
   */
  get valuesYaml(): string {
    const header = [
      `# Values of the release ${this.releaseName} for the Helm chart ${this.chartName}; generated, do not edit.`,
      `# ${SKIP_RENDERING}`,
    ];
    return `${header.join('\n')}\n${writeYaml(this.values, 'quoted')}`;
  }

  /** The components in the tree, in the order of the values document. */
  get components(): Component[] {
    const rank = ({ definition }: Component): number => {
      const index = this.valuesOrder.indexOf(definition.key);
      return index < 0 ? this.valuesOrder.length : index;
    };
    const components = this.node.findAll().filter(Component.isComponent);
    return components.filter((component) => component.release === this).sort((a, b) => rank(a) - rank(b));
  }

  /**
   * An object of the release, for what no property says: patch it, or let others depend on it.
   *
   * @param suffix what follows the release name in the object's name
   * @throws Error if there is none
   *
   * @example
   *
   *   chart.findObject('Service', 'webserver').addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
   */
  findObject(kind: string, suffix: string): ApiObject {
    const found = this.tryFindObject(kind, suffix);
    if (found !== undefined) return found;
    const known = this.objects
      .filter((object) => object.kind === kind)
      .map(({ name }) => name.slice(this.releaseName.length + 1));
    throw new Error(
      `no ${kind} ${quote(suffix)} in ${this.node.path}; allowed: ${known.join(', ') || `there is no ${kind}`}`,
    );
  }

  /** An object of the release, if there is one; see {@link findObject}. */
  tryFindObject(kind: string, suffix: string): ApiObject | undefined {
    const name = `${this.releaseName}-${suffix}`;
    return this.objects.find((object) => object.kind === kind && object.name === name);
  }

  /** All objects of the release, wherever they stand in its tree. */
  get objects(): ApiObject[] {
    return this.node.findAll().filter(ApiObject.isApiObject);
  }

  /** The schema that the components' contract fragments compose. */
  get contractSchema(): JsonSchema {
    return this.assembly.contractSchema;
  }

  /** The schema that values documents have to meet: the contract, and no unknown keys. */
  get strictSchema(): JsonSchema {
    return this.assembly.strictSchema;
  }

  /** The slice in force: its defaults under what the values document says. */
  sliceOf(slice: SliceDefinition): JsonMap {
    return this.overlay.sliceOf(slice);
  }

  /** Whether objects that exist under a condition have to be created: always in a template, which writes the condition. */
  mayExist(condition: Token<boolean>): boolean {
    return Template.isIn(this) || condition.resolve();
  }

  /** Everything that is wrong with this release's names and values. */
  issues(): Issue[] {
    const names = Template.isIn(this)
      ? []
      : [...checkName('release name', this.releaseName), ...checkNamespace(this.namespace)];
    return [...names, ...this.assembly.issues()];
  }

  /** The values document as the tree stands now. */
  private get assembly(): Assembly {
    return new Assembly(
      this.components.map(({ definition }) => definition),
      this.overlay,
    );
  }
}
