/** A container image. */
export interface Image {
  /** Registry and repository, for example `docker.io/dagster/dagster-celery-k8s`. */
  readonly repository: string;

  /** The tag. */
  readonly tag: string;

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
  return { image: `${image.repository}:${image.tag}`, imagePullPolicy: image.pullPolicy ?? 'IfNotPresent' };
}
