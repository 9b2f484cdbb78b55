import { Names, YamlOutputType } from 'cdk8s';
import { foundIn, type Issue, issuesOfError } from './data/issue.js';
import { checkAgreement } from './faces/agreement.js';
import { type Division, manifestFiles } from './faces/manifest-files.js';
import type { Output } from './faces/outputs.js';
import { PackedFiles } from './faces/packed-files.js';
import type { Part } from './parts.js';
import { checkManifests } from './policy/check-objects.js';
import { type Manifest, toManifest } from './policy/manifest.js';
import type { PublishedChart } from './published-chart.js';
import { Release } from './release.js';
import { inApplyOrder } from './tree/order.js';
import { issuesOf } from './tree/validation.js';

/** What one release, or one chart beside the releases, comes to. */
export interface Rendered {
  readonly release?: Release;
  readonly manifests: readonly Manifest[];
  /** The paths of the constructs that the manifests come from. */
  readonly paths: readonly string[];
  /** Its files; none if something is wrong. */
  readonly output: Output;
  readonly issues: readonly Issue[];
}

/** @param prefix what the file of a chart that is no release begins with */
export function renderPart(
  part: Part,
  charts: readonly PublishedChart[],
  division: Division,
  prefix: string,
): Rendered {
  return Release.isRelease(part.chart)
    ? renderRelease(part.chart, part, charts, division)
    : renderChart(part, division, `${prefix}${Names.toDnsLabel(part.chart)}`);
}

function renderRelease(
  release: Release,
  { constructs }: Part,
  charts: readonly PublishedChart[],
  division: Division,
): Rendered {
  const source = release.node.path;
  return release.settle(charts, () => {
    const own = [...issuesOf(constructs), ...foundIn(source, release.ownIssues())];
    const issues = own.length > 0 ? own : foundIn(source, release.objectIssues());
    if (issues.length > 0) return failed(source, issues);
    const objects = release.plainObjects('manifests').filter(({ exists }) => exists);
    const manifests = objects.map(({ manifest }) => manifest);
    const paths = objects.map(({ object }) => object.node.path);
    const { chart, releaseName: folder } = release;
    // What is wrong with the chart is told where the chart is.
    const sound = chart === undefined || chart.release.ownIssues().length === 0;
    const differences = sound && chart !== undefined ? foundIn(source, checkAgreement(release, chart)) : [];
    if (!sound || differences.length > 0) return { ...failed(source, differences), release, manifests, paths };
    const files = [
      ...filesOf(manifests, `${folder}/manifests/`, release.manifestsName, division),
      [`${folder}/values.yaml`, release.valuesYaml] satisfies [string, string],
    ];
    const packed = new PackedFiles([new Map(files)]);
    return { release, manifests, paths, output: { source, folder, files: packed }, issues: [] };
  });
}

function renderChart({ chart, constructs, objects }: Part, division: Division, name: string): Rendered {
  const source = chart.node.path;
  const issues = issuesOf(constructs);
  if (issues.length > 0) return failed(source, issues);
  try {
    const ordered = inApplyOrder(objects, chart);
    const manifests = ordered.map((object) => toManifest(object.toJson()));
    const wrong = foundIn(source, checkManifests(manifests));
    const paths = ordered.map(({ node }) => node.path);
    if (wrong.length > 0) return { ...failed(source, wrong), manifests, paths };
    const folder = division.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE ? name : undefined;
    const files = filesOf(manifests, folder === undefined ? '' : `${folder}/`, name, division);
    return { manifests, paths, output: { source, folder, files: new Map(files) }, issues: [] };
  } catch (error) {
    return failed(source, foundIn(source, issuesOfError(error)));
  }
}

function failed(source: string, issues: readonly Issue[]): Rendered {
  return { manifests: [], paths: [], output: { source, files: new Map() }, issues };
}

/** Files of a part of an app; none where the app has one file for all. */
function filesOf(manifests: readonly Manifest[], folder: string, name: string, division: Division): [string, string][] {
  return division.yamlOutputType === YamlOutputType.FILE_PER_APP
    ? []
    : manifestFiles(manifests, folder, name, division);
}
