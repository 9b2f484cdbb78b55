import { SKIP_RENDERING, writeYaml } from '../../data/yaml-writer.js';

/** Somebody who keeps a chart. */
export interface Maintainer {
  /** The name. */
  readonly name: string;
  /** An address for letters. @default - none */
  readonly email?: string;
  /** An address to read. @default - none */
  readonly url?: string;
}

/**
 * What a `Chart.yaml` says of a chart.
 *
 * @see https://helm.sh/docs/topics/charts/#the-chartyaml-file
 */
export interface ChartMetadata {
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

  /** Addresses of what it is made from. @default - none */
  readonly sources?: readonly string[];

  /** Who keeps it. @default - nobody is named */
  readonly maintainers?: readonly Maintainer[];

  /** The address of a picture. @default - none */
  readonly icon?: string;

  /**
   * Annotations, for example those of Artifact Hub, whose values are texts.
   *
   * @default - none
   * @see https://artifacthub.io/docs/topics/annotations/helm/
   */
  readonly annotations?: Readonly<Record<string, string>>;

  /** The Kubernetes versions it works on, as Helm writes a range. @default - those that the release asks for */
  readonly kubeVersion?: string | undefined;
}

/** The text of `Chart.yaml`. */
export function chartYaml(name: string, metadata: ChartMetadata): string {
  const { version, appVersion, kubeVersion, description, keywords, home, sources, maintainers, icon, annotations } =
    metadata;
  const members = {
    ...{ apiVersion: 'v2', name, version, appVersion, kubeVersion, type: 'application', description },
    keywords: keywords && [...keywords],
    home,
    sources: sources && [...sources],
    maintainers: maintainers?.map((maintainer) => ({ ...maintainer })),
    icon,
    annotations: annotations && { ...annotations },
  };
  const said = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  return `# ${SKIP_RENDERING}\n${writeYaml(said, 'plain')}`;
}
