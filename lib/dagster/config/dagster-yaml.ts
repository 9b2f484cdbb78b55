import { type JsonMap, writeYaml } from '../../engine/index.js';
import { writtenStorage } from './custom-storage.js';
import { plainMap } from './fields.js';
import { type DagsterInstanceOptions, WRITTEN_KEYS, type WrittenConfig } from './instance-options.js';
import { renderRows } from './row.js';

/**
 * The text of `dagster.yaml`, which tells every Dagster process of a release where runs are kept and how they start.
 * Each string is quoted, so that the name of a release is text whatever it looks like.
 *
 * @see https://docs.dagster.io/deployment/oss/dagster-yaml
 */
export function dagsterYaml(runLauncher: JsonMap, options: DagsterInstanceOptions = {}): string {
  const written = renderRows(WRITTEN_KEYS, { ...withStorage(options), runLauncher });
  return writeYaml({ ...written, ...plainMap(options.additionalConfig) }, 'quoted');
}

/**
 * What a code server reads of it: storage, the scheduler, and any key that no option writes. It has the rest, such as the
 * run launcher, from the webserver and the daemon, with what they ask it.
 */
export function codeServerYaml(options: DagsterInstanceOptions = {}): string {
  const read = renderRows(WRITTEN_KEYS, withStorage(options), ({ readByCodeServers = false }) => readByCodeServers);
  return writeYaml({ ...read, ...plainMap(options.additionalConfig) }, 'quoted');
}

function withStorage({ storage, ...options }: DagsterInstanceOptions): Omit<WrittenConfig, 'runLauncher'> {
  return { ...options, ...writtenStorage(storage) };
}
