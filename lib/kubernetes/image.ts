import { type Issue, quote } from '../engine/data/issue.js';

/** A container image. */
export interface Image {
  /** Registry and repository, for example `docker.io/dagster/dagster-celery-k8s`. */
  readonly repository: string;

  /**
   * The tag.
   *
   * @default - none, if there is a digest
   */
  readonly tag?: string;

  /**
   * The digest, `sha256:` and 64 hexadecimal digits, which pins the image whatever becomes of the tag.
   *
   * @default - none
   */
  readonly digest?: string;

  /**
   * When the kubelet pulls it.
   *
   * @default 'IfNotPresent'
   */
  readonly pullPolicy?: PullPolicy;
}

export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** How a container names an image. */
export function imageFields(image: Image): { image: string; imagePullPolicy: PullPolicy } {
  return { image: imageReference(image), imagePullPolicy: image.pullPolicy ?? 'IfNotPresent' };
}

export function imageReference({ repository, tag, digest }: Image): string {
  return [repository, tag === undefined ? '' : `:${tag}`, digest === undefined ? '' : `@${digest}`].join('');
}

/** What is wrong with an image. */
export function checkImage({ repository, tag, digest }: Image): Issue[] {
  const issues: Issue[] = [];
  const reject = (field: string, value: unknown, allowed: string): void => {
    issues.push({ path: `image.${field}`, message: `found ${quote(value)}; allowed: ${allowed}` });
  };
  if (!/^[a-z0-9]+([./:_-]+[a-z0-9]+)*$/.test(repository)) {
    reject(
      'repository',
      repository,
      'a registry and a repository, without tag, such as "docker.io/dagster/dagster-k8s"',
    );
  }
  if (tag === undefined && digest === undefined) reject('tag', tag, 'a tag or a digest');
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) reject('tag', tag, 'letters, digits, "_", "-" and "."');
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    reject('digest', digest, '"sha256:" and 64 hexadecimal digits');
  }
  return issues;
}
