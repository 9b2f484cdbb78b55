import { YamlOutputType } from 'cdk8s';
import { writeYaml } from '../data/yaml-writer.js';
import type { Manifest } from '../policy/manifest.js';

/** How an app divides manifests into files, as cdk8s names it. */
export interface Division {
  readonly yamlOutputType: YamlOutputType;
  readonly outputFileExtension: string;
}

/** Each document starts with a marker, so that files may be joined. */
export function printManifests(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => `---\n${writeYaml(manifest, 'plain')}`).join('');
}

/** The files of some manifests: one by the name given, or one for each. @param folder where they are, with `/` at its end */
export function manifestFiles(
  manifests: readonly Manifest[],
  folder: string,
  name: string,
  { yamlOutputType, outputFileExtension }: Division,
): [string, string][] {
  const perResource = [YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE];
  if (!perResource.includes(yamlOutputType)) {
    return [[`${folder}${name}${outputFileExtension}`, printManifests(manifests)]];
  }
  return manifests.map((manifest) => {
    const file = `${manifest.kind}.${manifest.metadata.name}`.replaceAll(/[^0-9a-zA-Z-_.]/g, '');
    return [`${folder}${file}${outputFileExtension}`, printManifests([manifest])];
  });
}
