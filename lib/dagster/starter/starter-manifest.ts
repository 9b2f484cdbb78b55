import own from 'cdk8s-dagster/package.json' with { type: 'json' };

const { name: ownName, version, peerDependencies, devDependencies, engines } = own;

/**
 * The package.json of a new project, with the versions that this package asks for or is tested with.
 *
 * @param scripts beside those that synthesize and check types
 */
export function manifest(name: string, scripts: Readonly<Record<string, string>> = {}): string {
  const { cdk8s, constructs, 'cdk8s-cli': cli } = peerDependencies;
  const { tsx, typescript, '@types/node': node } = devDependencies;
  const project = {
    name,
    private: true,
    type: 'module',
    engines,
    scripts: { synth: 'cdk8s-dagster synth', ...scripts, types: 'tsc' },
    dependencies: { cdk8s, [ownName]: `^${version}`, constructs },
    devDependencies: { '@types/node': node, 'cdk8s-cli': cli, tsx, typescript },
  };
  return `${JSON.stringify(project, null, 2)}\n`;
}
