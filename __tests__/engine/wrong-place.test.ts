import { Component, HelmChart, integer, Release, ReleaseApp } from '../../lib/engine/index.js';
import { javascript as js } from '../support/javascript.js';
import { errorsOf } from '../support/releases.js';

const FIX = "write new ...(app, 'name', { ... })";
const SCOPE = `allowed: an app, or another construct; ${FIX}`;
const ID = `allowed: a text that is not empty; ${FIX}`;
const KEYS = { replicas: integer(1, 'Pods.') };

class Web extends Component<typeof KEYS> {
  constructor(...[scope, id]: ConstructorParameters<typeof HelmChart>) {
    super(scope, id, { key: 'web', description: 'The web.', keys: KEYS });
  }
}

type Given = readonly [string, unknown[], string[]];

const MISPLACED: Given[] = [
  ['the name in the place of the app', ['web', {}], [`scope: found "web"; ${SCOPE}`, `id: found {}; ${ID}`]],
  ['no app', [undefined, 'web'], [`scope: found undefined; ${SCOPE}`]],
  ['no name', [new ReleaseApp(), ''], [`id: found ""; ${ID}`]],
  ['the properties in the place of the name', [new ReleaseApp(), { a: 1 }], [`id: found {"a":1}; ${ID}`]],
];

describe.each([
  ['a release', Release],
  ['a chart', HelmChart],
  ['a component', Web],
])('%s says where it cannot be', (_, made) => {
  test.each(MISPLACED)('%s', (_, given, errors) => {
    expect(errorsOf(() => Reflect.construct(made, given))).toEqual(errors);
  });
});

test.each<[string, unknown, string]>([
  ['misspelt', { outDir: 'x' }, 'outDir: unknown key "outDir"'],
  ['of another kind', { outdir: 5 }, 'outdir: found 5; allowed: a text that is not empty'],
  ['no options', 'dist', 'found "dist"; allowed: an object'],
  ['no layout of files', { yamlOutputType: 9 }, 'yamlOutputType: found 9; allowed: a member of YamlOutputType'],
])('an option of an app that is %s is an error', (_, props, error) => {
  const [found, ...others] = errorsOf(() => new ReleaseApp(js(props)).render());
  expect(found?.slice(0, error.length)).toBe(error);
  expect(others).toEqual([]);
});
