import { join } from 'node:path';
import { stringify } from 'yaml';
import { type KubernetesObject, parseManifests } from '../support/releases.js';
import { filesBelow, helm, type Outcome, ROOT } from '../support/tools.js';
import { inFolder } from './render.js';

/** A part of an umbrella chart: the published chart, as its `Chart.yaml` names it. */
export interface Part {
  readonly alias?: string;
  readonly condition?: string;
  readonly tags?: readonly string[];
}

export interface Umbrella {
  readonly parts: readonly Part[];
  readonly values?: object;
  /** Objects of the umbrella's own. @default - none */
  readonly template?: string;
}

/** The published chart, which is what others have in their repositories. */
export const PUBLISHED = join(ROOT, 'dist/charts/floe-dagster');

/** Runs something on an umbrella chart, beside the published chart, with its parts fetched by the real helm. */
export function inUmbrella<T>({ parts, values = {}, template = '' }: Umbrella, use: (folder: string) => T): T {
  const dependencies = parts.map((part) => ({
    ...{ name: 'floe-dagster', version: '>=0.1.0', repository: 'file://../floe-dagster' },
    ...part,
  }));
  const icon = 'https://example.com/icon.svg';
  const manifest = { apiVersion: 'v2', name: 'platform', version: '1.0.0', icon, dependencies };
  const published = Object.entries(filesBelow(PUBLISHED)).map(
    ([path, text]) => [`floe-dagster/${path}`, text] as const,
  );
  const files = new Map([
    ...published,
    ['platform/Chart.yaml', stringify(manifest)],
    ['platform/values.yaml', stringify(values)],
    ['platform/templates/own.yaml', template],
  ]);
  return inFolder(files, (folder) => {
    const umbrella = join(folder, 'platform');
    // With an empty list of repositories, there is nothing to ask the network for.
    expectSuccess(helm(['dependency', 'update', umbrella, '--repository-config', join(folder, 'none.yaml')]));
    return use(umbrella);
  });
}

export function expectSuccess({ status, stdout, stderr }: Outcome): string {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What a chart renders to, less its tests. */
export function templated(folder: string, release: string, ...args: readonly string[]): KubernetesObject[] {
  const command = ['template', release, folder, '--namespace', 'somewhere', '--skip-tests', ...args];
  return parseManifests(expectSuccess(helm(command))).filter(Boolean);
}
