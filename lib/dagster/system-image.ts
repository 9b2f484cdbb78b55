import { byDefault, type Issue, notAllowed, type Open } from '../engine/index.js';
import { checkText, type TextForm } from '../kubernetes/checks.js';
import type { Image } from '../kubernetes/image.js';
import { DAGSTER_VERSION } from './version.js';

const REPOSITORY = 'docker.io/dagster/dagster-celery-k8s';

const VERSION: TextForm = {
  pattern: /^\d+\.\d+\.\d+([a-z]+\d+)?$/,
  allowed: 'a version of Dagster as its images are tagged, such as "1.13.27"',
};

interface SystemImageProps {
  readonly dagsterVersion?: Open<string> | undefined;
  readonly image?: Image | undefined;
}

/** The image of the webserver, the daemon and the helpers, at the version that is said of it or of Dagster. */
export function systemImageOf({ dagsterVersion = DAGSTER_VERSION, image }: SystemImageProps): Image {
  if (image === undefined) return { repository: REPOSITORY, tag: dagsterVersion };
  return isPinned(image) ? image : { ...image, tag: dagsterVersion };
}

function isPinned({ tag, digest }: Image): boolean {
  return tag !== undefined || digest !== undefined;
}

export function checkDagsterVersion({ dagsterVersion, image }: SystemImageProps): Issue[] {
  if (dagsterVersion === undefined) return [];
  const issues = checkText('dagsterVersion', dagsterVersion, VERSION);
  if (image === undefined || !isPinned(image)) return issues;
  const said = image.tag === undefined ? 'image.digest' : 'image.tag';
  const allowed = `none beside ${said}, ${byDefault(image.tag ?? image.digest)}; leave one of them out`;
  return [...issues, notAllowed('dagsterVersion', dagsterVersion, allowed)];
}
