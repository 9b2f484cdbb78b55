import type { JsonMap } from './data/json.js';
import type { Token } from './tree/token.js';

/** What is said of every release, whatever is released. */
export interface ReleaseProps {
  /**
   * The name of the release: what all its object names begin with, a DNS label.
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
   * What follows the name of the release in all its object names: a DNS label, as charts that others know have the name
   * of the chart there.
   *
   * @default - nothing
   */
  readonly nameOverride?: string;

  /** Labels of all its objects, beside their own; pods have none of them. @default - none */
  readonly labels?: Readonly<Record<string, string>>;

  /** Annotations of all its objects, below their own; pods have none of them. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * A values document, or its YAML text, laid over what the other properties say as Helm lays `-f values.yaml` over a
   * chart's defaults: maps are merged, anything else replaces, `null` removes a default.
   *
   * @default - nothing is laid over
   */
  readonly values?: object | string;

  /** The file that the values document comes from, which errors name. @default - errors name the release alone */
  readonly valuesFile?: string;

  /**
   * The HelmChart of the app, by its id, that renders the values document of this release to its manifests; `false` for a
   * release that differs from every chart in more than values.
   *
   * @default - the chart with the name that releases of this kind give, or else the only one of the app for releases of this kind
   */
  readonly chart?: string | false;
}

/** What a person who has installed a release wants to know next. */
export interface Note {
  /** A paragraph, or several; knobs in it show their values. */
  readonly text: string;
  /** When it is told. @default - always */
  readonly when?: Token<boolean>;
  /** What is told at other times. @default - nothing */
  readonly otherwise?: string;
}

/**
 * What people have to know of a release who install it from a chart, and know nothing of how the chart was made: texts in
 * Markdown. Knobs in them show their defaults.
 */
export interface Documentation {
  /** What is in it. @default - nothing but the description of the chart */
  readonly about?: string;

  /** What has to be there first, beside the Secrets and ConfigMaps that objects refer to. @default - nothing */
  readonly before?: string;

  /** What an installation may say at once. @default - nothing special */
  readonly installations?: readonly Example[];

  /** How to use what is installed. @default - nothing is told */
  readonly use?: string;

  /** What an upgrade may say. @default - nothing special */
  readonly changes?: readonly Example[];

  /** What to know of upgrades and of ways back. @default - nothing special */
  readonly upgrades?: string;

  /** What stays when the release goes. @default - nothing */
  readonly remains?: string;

  /** How to change what no value decides. @default - nothing is told */
  readonly more?: string;
}

/** Values that people often need. */
export interface Example {
  /** What they are for, as the beginning of a sentence: `With ...`. */
  readonly title: string;
  /** The values, as a document has them. */
  readonly values: JsonMap;
}
