import { type Issue, notAllowed } from '../data/issue.js';
import type { Manifest } from './manifest.js';
import { containersIn } from './pod-spec.js';

const PART = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';
const HOST = '[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*';
const ADDRESS = '\\[[0-9a-fA-F:]+\\]';

/** @see https://github.com/distribution/reference/blob/main/reference.go */
const REFERENCE = new RegExp(
  `^((${HOST}|${ADDRESS})(:[0-9]+)?/)?${PART}(/${PART})*(:\\w[\\w.-]{0,127})?(@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
);

const ALLOWED =
  '[registry/]repository[:tag][@digest], the repository in lower case, such as "registry.example.com/team/app:1.2.3"';

/** References that no container runtime can pull. */
export function checkImageReferences(manifest: Manifest): Issue[] {
  return containersIn(manifest).flatMap(({ path, container: { image } }) => {
    if (typeof image !== 'string' || REFERENCE.test(image)) return [];
    return [notAllowed(`${path}.image`, image, `${ALLOWED}; ${remedyFor(image)}`)];
  });
}

function remedyFor(image: string): string {
  if (/^[a-z]+:\/\//.test(image)) return `leave "${image.split('://')[0]}://" out`;
  if (/\s/.test(image)) return 'leave the spaces out';
  const [name = ''] = image.split('@');
  const tags = (name.split('/').at(-1) ?? '').split(':');
  if (tags.length > 2) return 'give one tag alone: the repository without a tag, and the tag apart from it';
  if (name !== name.toLowerCase()) return 'write the repository in lower case';
  return 'split it into the repository and the tag';
}
