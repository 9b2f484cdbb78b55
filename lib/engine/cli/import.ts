import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { foundIn, type Issue, ValidationError } from '../data/issue.js';
import { isMap, type Json, type JsonMap } from '../data/json.js';
import { checkName } from '../data/names.js';
import { readYaml } from '../data/yaml-reader.js';
import { codeOf } from '../faces/folder/system-error.js';
import type { Files } from '../faces/folder.js';
import { hint, shellWord } from './hint.js';
import { packageName, writeNewFiles } from './new-files.js';
import { setValues } from './set-values.js';

/** The project that says what values of another chart say. */
export type Importer = (
  values: JsonMap,
  names: { readonly release: string; readonly namespace: string; readonly project: string },
) => { readonly files: Files; readonly summary: string };

interface ImportOptions {
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly setString: readonly string[];
  readonly release: string;
  readonly namespace: string;
  readonly output: string;
}

/** Gives a command line the command that writes a project from values of another chart. @param chart whose values */
export function addImport(parent: Command, chart: string, importer: Importer): void {
  const command = parent.command('import');
  command
    .showHelpAfterError(hint(parent, command))
    .description(`Writes a project that says what values of ${chart} say. Nothing is overwritten.`)
    .argument('<values.yaml>', 'the values')
    .option('-f, --values <file>', 'more values over them, as helm takes them', collect, [])
    .option('--set <values>', 'values over those of files, as helm takes them', collect, [])
    .option('--set-string <values>', 'the same, all of them texts', collect, [])
    .requiredOption('--release <name>', 'the name of the release')
    .requiredOption('--namespace <name>', 'the namespace of the release')
    .option('-o, --output <dir>', 'the folder of the project', '.')
    .action((first: string, { values, set, setString, release, namespace, output }: ImportOptions) => {
      const issues: Issue[] = [...checkName('--release', release), ...checkName('--namespace', namespace)];
      const merged = [
        ...set.map((text) => ({ text, asTexts: false })),
        ...setString.map((text) => ({ text, asTexts: true })),
      ].reduce<JsonMap>(
        (all, { text, asTexts }) => setValues(all, text, asTexts, issues),
        read([first, ...values], issues).reduce(layered, {}),
      );
      if (issues.length > 0) throw new ValidationError(issues);
      const { files, summary } = importer(merged, { release, namespace, project: packageName(output) });
      const paths = writeNewFiles(output, files);
      const enter = output === '.' ? '' : `cd ${shellWord(output)} && `;
      process.stdout.write(`${paths.map((path) => `  - ${path}\n`).join('')}
${summary}
now read IMPORT.md, then run: ${enter}npm install && npm run synth
`);
    });
}

function collect(file: string, files: readonly string[]): string[] {
  return [...files, file];
}

/** All documents. @param found takes what is wrong with the files */
function read(files: readonly string[], found: Issue[]): JsonMap[] {
  return files.map((file) => {
    try {
      return readYaml(readFileSync(file, 'utf8'));
    } catch (error) {
      if (error instanceof ValidationError) found.push(...foundIn(file, error.issues));
      else if (codeOf(error) === undefined) throw error;
      else found.push({ source: file, path: '', message: `cannot be read: ${codeOf(error)}; allowed: a file of YAML` });
      return {};
    }
  });
}

/** One document over another; a `null` stays, since it removes a default of the chart, too. */
function layered(under: JsonMap, over: JsonMap): JsonMap {
  const members = Object.entries(over).map(([key, value]) => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isJsonMap(below) && isJsonMap(value) ? layered(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(members) };
}

function isJsonMap(value: Json | undefined): value is JsonMap {
  return isMap(value);
}
