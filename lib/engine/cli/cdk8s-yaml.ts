import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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

/** @throws ValidationError where nothing says how to run the app */
export function requireApp(option: unknown): void {
  if ((option ?? process.env.CDK8S_APP) !== undefined) return;
  const config = readConfig();
  if (isMap(config) && (config.app ?? undefined) !== undefined) return;
  const path = config === undefined ? resolve(FILE) : `${FILE} app`;
  const fix = config === undefined ? 'write it, or run this in the folder that holds it' : 'add it';
  const message = `missing; allowed: the command that runs the app, such as "app: node --import tsx main.ts"; ${fix}`;
  throw new ValidationError([{ path, message }]);
}

function readConfig(): unknown {
  return existsSync(FILE) ? parseConfig(readFileSync(FILE, 'utf8')) : undefined;
}

function configuredOutput(): string | undefined {
  const config = readConfig();
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
