import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl } from '../../support/tools.js';

/** Makes the API server know the kinds of a program, which stand beside the program. */
export function applyDefinitions(program: string): void {
  const folders = (process.env.PATH ?? '').split(':').map((folder) => join(folder, `${program}-crds`));
  const found = folders.find(existsSync);
  if (found === undefined) throw new Error(`no ${program}-crds on PATH; __tests__/cluster/setup makes it`);
  const files = realpathSync(found);
  for (const args of [
    ['apply', '--server-side', '-f', files],
    ['wait', '--for=condition=Established', '--timeout=120s', '-f', files],
  ]) {
    const { status, stderr } = kubectl(args);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  }
}
