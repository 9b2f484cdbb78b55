import { byDefault, holdsKnobs, type Issue, notAllowed, type Open, within } from '../engine/index.js';
import { checkText, type TextForm } from './checks.js';

/** A container image. */
export interface Image {
  /** Registry and repository, for example `registry.example.com/team/app`. */
  readonly repository: Open<string>;

  /**
   * The tag.
   *
   * @default - none, if there is a digest
   */
  readonly tag?: Open<string>;

  /**
   * The digest, `sha256:` and 64 hexadecimal digits, which pins the image whatever becomes of the tag.
   *
   * @default - none
   */
  readonly digest?: Open<string>;

  /**
   * When the kubelet pulls it.
   *
   * @default 'IfNotPresent'
   */
  readonly pullPolicy?: Open<PullPolicy>;
}

export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** How a container names an image. */
export function imageFields(image: Image): { image: string; imagePullPolicy: Open<PullPolicy> } {
  return { image: imageReference(image), imagePullPolicy: image.pullPolicy ?? 'IfNotPresent' };
}

export function imageReference({ repository, tag, digest }: Image): string {
  return [repository, tag === undefined ? '' : `:${tag}`, digest === undefined ? '' : `@${digest}`].join('');
}

/** The version that the tag of an image says, as a label can hold it; `undefined` where nobody knows. */
export function versionOf({ tag }: Image): string | undefined {
  return typeof tag === 'string' && !holdsKnobs(tag) && /^\w([\w.-]{0,61}\w)?$/.test(tag) ? tag : undefined;
}

/** Whether pods of one rollout may hold different images: nothing pins the image, and its name is one that moves. */
export function mayChange({ tag, digest, pullPolicy }: Image): boolean {
  return digest === undefined && (byDefault(tag) === 'latest' || byDefault(pullPolicy) === 'Always');
}

const REPOSITORY: TextForm = {
  pattern: /^[a-z0-9]+([./:_-]+[a-z0-9]+)*$/,
  allowed: 'a registry and a repository, without tag, such as "registry.example.com/team/app"',
};
const TAG: TextForm = { pattern: /^\w[\w.-]{0,127}$/, allowed: 'letters, digits, "_", "-" and "."' };
const DIGEST: TextForm = { pattern: /^sha256:[0-9a-f]{64}$/, allowed: '"sha256:" and 64 hexadecimal digits' };

/** What is wrong with an image. */
export function checkImage({ repository, tag, digest }: Image): Issue[] {
  return within('image', [
    ...checkText('repository', repository, REPOSITORY),
    ...(tag === undefined && digest === undefined ? [withoutTag(repository)] : []),
    ...(tag === undefined ? [] : checkText('tag', tag, TAG)),
    ...(digest === undefined ? [] : checkText('digest', digest, DIGEST)),
  ]);
}

/** What is wrong with an image that has neither tag nor digest: it may say the tag in its repository. */
function withoutTag(repository: Open<string>): Issue {
  const [, name, tag] = /^(.+):([^/:]+)$/.exec(`${byDefault(repository)}`) ?? [];
  if (tag === undefined) return { path: 'tag', message: 'missing; allowed: a tag, or a digest; add it' };
  return notAllowed('repository', repository, `the repository alone; split it: repository: '${name}', tag: '${tag}'`);
}
