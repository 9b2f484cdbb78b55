import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { quote, ValidationError } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { messageOf } from '../faces/folder/system-error.js';

const FILE = 'cdk8s.yaml';

/** The output folder, without a slash at its end: what an option says, or else what cdk8s would take. */
export function outputFolder(option: string | undefined): string {
  const folder = option ?? process.env.CDK8S_OUTPUT ?? configuredOutput() ?? 'dist';
  return folder.replace(/(?<=.)\/+$/, '');
}

function configuredOutput(): string | undefined {
  const config = existsSync(FILE) ? parseConfig(readFileSync(FILE, 'utf8')) : undefined;
  if (!isMap(config) || config.output === undefined || config.output === null) return undefined;
  if (typeof config.output === 'string' && config.output !== '') return config.output;
  const message = `found ${quote(config.output)}; allowed: the name of a folder, "dist" by default`;
  throw new ValidationError([{ path: `${FILE} output`, message }]);
}

function parseConfig(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ValidationError([{ path: FILE, message: `is no YAML: ${messageOf(error).split('\n')[0]}` }]);
  }
}
