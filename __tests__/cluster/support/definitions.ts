import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl } from '../../support/tools.js';
import { eventually } from './waiting.js';

/** Makes the API server know the kinds of a program, which stand beside the program. */
export async function applyDefinitions(program: string): Promise<void> {
  const folders = (process.env.PATH ?? '').split(':').map((folder) => join(folder, `${program}-crds`));
  const found = folders.find(existsSync);
  if (found === undefined) throw new Error(`no ${program}-crds on PATH; __tests__/cluster/setup makes it`);
  const files = realpathSync(found);
  succeed(['apply', '--server-side', '-f', files]);
  await eventually(`the kinds of ${program}`, 300, () =>
    succeed(['wait', '--for=condition=Established', '--timeout=60s', '-f', files]),
  );
}

function succeed(args: readonly string[]): void {
  const { status, stderr } = kubectl(args);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
}
