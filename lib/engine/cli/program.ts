import manifest from 'cdk8s-dagster/package.json' with { type: 'json' };
import { Command, InvalidArgumentError, Option } from 'commander';
import { cdk8sOptions } from './cdk8s-options.js';
import { outputFolder, requireApp } from './cdk8s-yaml.js';
import { hint } from './hint.js';
import { Interruption } from './interruption.js';
import { check, type SynthOptions, stream, synth } from './synth.js';

/** The options of synth that are not handed on to cdk8s. */
interface OwnOptions extends SynthOptions {
  readonly output?: string;
  readonly check?: boolean;
  readonly stdout?: boolean;
}

/** The command line; parsing it throws a CommanderError where a process would end. */
export function program(): Command {
  const command = new Command('cdk8s-dagster')
    .description('Brings the output folder of a cdk8s app up to date when all has gone well, and only then.')
    .version(manifest.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print what is allowed')
    .helpCommand('help [command]', 'print what is allowed')
    .showHelpAfterError("(run 'cdk8s-dagster help' for what is allowed)")
    .exitOverride();
  addSynth(command);
  return command;
}

function addSynth(parent: Command): void {
  const command = parent.command('synth');
  command
    .showHelpAfterError(hint(parent, command))
    .description(
      "Runs 'cdk8s synth' apart, then brings the output folder up to date. Other files there are left alone.",
    )
    .addOption(
      new Option('-o, --output <dir>', 'the output folder (default: "output" of cdk8s.yaml, or dist)').argParser(
        folderName,
      ),
    )
    .addOption(new Option('--check', 'write nothing, and fail when the output folder is not up to date'))
    .addOption(new Option('-p, --stdout', 'print the manifests, and write no folder').conflicts(['check', 'output']))
    .addOption(
      new Option('--no-types', 'run no compiler beside the app, where there are a tsconfig.json and TypeScript'),
    )
    .optionsGroup('Options of cdk8s synth:');
  for (const option of cdk8sOptions()) command.addOption(option);
  command.action(async ({ output, check: isCheck, stdout, ...others }: OwnOptions) => {
    requireApp(others.app);
    await Interruption.during(async (interruption) => {
      const streamed = stdout ?? process.env.CDK8S_STDOUT === 'true';
      if (isCheck) process.exitCode = await check(outputFolder(output), others, interruption);
      else if (streamed) process.exitCode = await stream(others, interruption);
      else process.exitCode = await synth(outputFolder(output), others, interruption);
    });
  });
}

function folderName(text: string): string {
  if (text === '') throw new InvalidArgumentError('Allowed: the name of a folder.');
  return text;
}
