import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../support/releases.js';
import { kubectl } from '../../support/tools.js';

/** What a command of kubectl prints. @throws when it fails */
export function printed(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = kubectl(args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout.trim();
}

export function applyObjects(objects: readonly KubernetesObject[]): void {
  printed(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

/** The objects of a kind in a namespace. */
export function list(kind: string, namespace: string): KubernetesObject[] {
  return JSON.parse(printed(['--namespace', namespace, 'get', kind, '-o', 'json'])).items;
}

/** Makes the API server know the kinds of a program, which stand beside it. */
export function applyCrds(program: string): void {
  const folders = (process.env.PATH ?? '').split(':').map((folder) => join(folder, `${program}-crds`));
  const crds = realpathSync(folders.find(existsSync) ?? '');
  printed(['apply', '--server-side', '-f', crds]);
  printed(['wait', '--for=condition=Established', '--timeout=60s', '-f', crds]);
}
