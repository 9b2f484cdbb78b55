import { type ApiObject, App } from 'cdk8s';
import { foundIn, type Issue, quote } from '../data/issue.js';
import { repeated } from '../data/repeated.js';
import type { ConfigFile } from './config-file.js';
import type { Dependencies } from './inspection.js';
import type { Knob } from './knob.js';
import { presenceOf } from './presence.js';
import { rendersAsUsual } from './raw-object.js';
import { Reading } from './reading.js';
import type { ReleaseScope } from './release-scope.js';
import { ReleaseTest } from './release-test.js';
import { inSyncWave } from './sync-wave.js';
import type { Token } from './token.js';

/** An object as cdk8s renders it, its patches applied, with tokens where their values will be. */
export interface MarkedObject {
  readonly object: ApiObject;
  /** What has to hold for it to exist. */
  readonly conditions: readonly Token<boolean>[];
  readonly content: Readonly<Record<string, unknown>>;
}

/** All objects of a release as every face reads them: what a patch or a name does, it does to all faces alike. */
export interface Marked {
  readonly objects: readonly MarkedObject[];
  /** The knobs in them. */
  readonly knobs: readonly Knob<unknown>[];
  /** The configuration files that they hold, or cover by checksums. */
  readonly files: readonly ConfigFile[];
  /** Why some of them cannot be rendered. */
  readonly issues: readonly Issue[];
}

/** Renders the objects of a release once, for all faces. */
export function markRelease(release: ReleaseScope, objects: readonly ApiObject[]): Marked {
  const app = App.of(release);
  const rendering = { app, usual: rendersAsUsual(app) };
  const found: Dependencies = { knobs: new Set(), files: new Map() };
  const issues: Issue[] = [];
  const marked = objects.flatMap((object): MarkedObject[] => {
    const conditions = presenceOf(object);
    const own: Issue[] = [];
    try {
      const content = new Reading(object, found, own).content(conditions, rendering, release.annotations);
      const wave = ReleaseTest.holds(object) ? undefined : release.syncWaveOf(object);
      return [{ object, conditions, content: inSyncWave(content, wave) }];
    } catch (error) {
      own.push({ path: '', message: reasonOf(error) });
      return [];
    } finally {
      issues.push(...foundIn(object.node.path, own));
    }
  });
  const files = [...found.files.values()];
  return { objects: marked, knobs: [...found.knobs], files, issues: [...issues, ...twins(files)] };
}

/** Files of one name. */
function twins(files: readonly ConfigFile[]): Issue[] {
  const names = files.map(({ name }) => name);
  return repeated(names).map((name) => ({
    path: '',
    message: `two configuration files are called ${quote(name)}; allowed: one each; let objects share one ConfigFile`,
  }));
}

/** What cdk8s wraps into a sentence of its own. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^Failed serializing construct at path '[^']*' with name '[^']*': (\w*Error: )?/, '');
}
