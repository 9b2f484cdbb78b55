import type { Issue } from '../../lib/engine/data/issue.js';
import type { Manifest } from '../../lib/engine/policy/manifest.js';

/** A Deployment of a container, and of what else is said of its pods. */
export function deploymentOf(container: object = {}, pod: object = {}): Manifest {
  const labels = { app: 'a' };
  const spec = { containers: [{ name: 'c', image: 'i', ...container }], ...pod };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

/** What a rule finds: paths, below the pod where they are there, and the start of each message. */
export function found(issues: readonly Issue[]): string[] {
  return issues.map(({ path, message }) => `${path.replace('spec.template.spec.', '')}: ${message.split('; ')[0]}`);
}
