import { parse } from 'yaml';
import { dagsterYaml } from '../../lib/dagster/config/dagster-yaml.js';
import type { DagsterInstanceOptions } from '../../lib/dagster/config/instance-options.js';

/** What `dagster.yaml` says with these options, less the run launcher. */
export function configOf(options: DagsterInstanceOptions): Record<string, unknown> {
  return parse(dagsterYaml({}, options));
}
