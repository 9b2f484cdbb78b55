/**
 * Builds the package into a folder of its own: its code as CommonJS, ES modules that export the same objects, the types
 * of both, the schemas of Kubernetes' kinds, and the licences of all that is bundled.
 *
 * The ES modules hold no second copy of the code, so that a class is the same class however it has been imported.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { type OutputChunk, type OutputOptions, type RolldownOutput, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { kindsByVersion, kindsFromFiles, schemaFiles, schemas } from './kubernetes.js';
import { notice } from './notice.js';
import { BUILD, ROOT } from './paths.js';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const peers = Object.keys(manifest.peerDependencies);

const COMMONJS: OutputOptions = { dir: BUILD, format: 'cjs', strict: true, entryFileNames: '[name].cjs' };

rmSync(BUILD, { recursive: true, force: true });
const kinds = await kindsByVersion();
const bundled = [...(await buildCode()), ...(await buildSchemas())];
writeFileSync(join(BUILD, 'THIRD-PARTY.txt'), notice(bundled.flatMap(({ moduleIds }) => moduleIds)));
await buildTypes();

/** What a bundler only warns of, such as `import.meta` in CommonJS, does not run. */
function onwarn(warning: { readonly message: string }): never {
  throw new Error(warning.message);
}

async function buildCode(): Promise<OutputChunk[]> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: { index: 'lib/index.ts', engine: 'lib/engine/index.ts', cli: 'lib/cli.ts' },
    platform: 'node',
    external: peers,
    plugins: [kindsFromFiles(kinds)],
    onwarn,
  });
  const comments = { legal: false, jsdoc: false };
  const chunks = chunksOf(await bundle.write({ ...COMMONJS, chunkFileNames: '[name].cjs', comments }));
  for (const { name, exports } of chunks.filter((chunk) => chunk.isEntry && chunk.exports.length > 0))
    writeFileSync(join(BUILD, `${name}.js`), `export {\n  ${exports.join(',\n  ')},\n} from './${name}.cjs';\n`);
  return chunks;
}

async function buildSchemas(): Promise<OutputChunk[]> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: schemaFiles(kinds),
    platform: 'node',
    plugins: [schemas(kinds)],
    // Kubernetes uses none of these formats, which bring a parser along.
    resolve: { alias: { 'ajv-formats-draft2019/formats/index.js': false } },
    onwarn,
  });
  return chunksOf(
    await bundle.write({ ...COMMONJS, chunkFileNames: 'kubernetes/[name].cjs', minify: true, comments: false }),
  );
}

/** The types that the compiler writes, and those of Kubernetes' objects that they refer to, in as few files as there are. */
async function buildTypes(): Promise<void> {
  const types = join(BUILD, 'types');
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'lib'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const bundle = await rolldown({
    input: { index: join(types, 'lib/index.d.ts'), engine: join(types, 'lib/engine/index.d.ts') },
    external: (id) => !/^(\.|@?kubernetes-models)/.test(id) && !isAbsolute(id),
    treeshake: { moduleSideEffects: false },
    plugins: [dts({ dtsInput: true, tsconfig: false })],
  });
  const names = { entryFileNames: '[name].cts', chunkFileNames: '[name].d.cts' };
  for (const { name } of chunksOf(await bundle.write({ dir: BUILD, format: 'es', ...names })).filter(
    (chunk) => chunk.isEntry,
  ))
    writeFileSync(join(BUILD, `${name}.d.ts`), `export * from './${name}.cjs';\n`);
  rmSync(types, { recursive: true });
}

/** The files of a bundle, which may import each other, the peers of the package and Node's own modules. */
function chunksOf({ output }: RolldownOutput): OutputChunk[] {
  const chunks = output.filter((file) => file.type === 'chunk');
  const files = new Set(chunks.map(({ fileName }) => fileName));
  const strangers = chunks
    .flatMap(({ imports }) => imports)
    .filter((id) => !files.has(id) && !isBuiltin(id) && !peers.includes(id) && !id.startsWith('./kubernetes/'));
  if (strangers.length > 0)
    throw new Error(
      `found imports of ${strangers.join(', ')}; allowed: ${peers.join(', ')}; bundle them or make them peers`,
    );
  return chunks;
}
