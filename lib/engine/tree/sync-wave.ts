import { isMap } from '../data/json.js';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

type Content = Readonly<Record<string, unknown>>;

/**
 * An object in a wave of Argo CD, which syncs a wave when all objects of the waves before it are healthy; what its annotations
 * say already stays. Nobody else reads the annotation.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function inSyncWave(content: Content, wave: number | undefined): Content {
  const { metadata } = content;
  if (wave === undefined || !isMap(metadata)) return content;
  const { annotations = {}, ...others } = metadata;
  // A value that decides all annotations decides this one, too.
  if (!isMap(annotations)) return content;
  return { ...content, metadata: { annotations: { [SYNC_WAVE]: `${wave}`, ...annotations }, ...others } };
}
