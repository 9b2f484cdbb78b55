import { Option } from 'commander';

/** The values of options, by their names in camel case. */
export interface OptionValues {
  readonly [name: string]: unknown;
}

/** The options of `cdk8s synth` that mean here what they mean there, less `--output` and `--stdout`. */
export function cdk8sOptions(): Option[] {
  return [
    new Option('-a, --app <command>', 'the command that runs the app'),
    new Option('--format <format>', 'plain manifests, or a helm chart alone').choices(['plain', 'helm']),
    new Option('--chart-version <version>', 'the version of that chart'),
    new Option('--chart-api-version <version>', 'the API version of that chart').choices(['v1', 'v2']),
    new Option('--validate', 'apply the validation plugins of cdk8s.yaml'),
    new Option('--no-validate', 'apply no validation plugins'),
    new Option('--validation-reports-output-file <file>', 'a file for the reports of the plugins, as JSON'),
    new Option('--plugins-dir <dir>', 'a folder for plugins'),
    new Option('--check-upgrade', 'ask the npm registry for a newer cdk8s-cli'),
    new Option('--no-check-upgrade', 'do not ask'),
  ];
}

/** Arguments that give these options to cdk8s. */
export function argumentsOf(values: OptionValues): string[] {
  const options = cdk8sOptions().filter(({ negate }) => !negate);
  return options.flatMap((option) => {
    const value = values[option.attributeName()];
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${option.name()}` : `--no-${option.name()}`];
    // In one word, so that a value may start with a dash.
    return [`--${option.name()}=${value}`];
  });
}
