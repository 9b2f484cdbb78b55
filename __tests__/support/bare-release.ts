import { Construct } from 'constructs';
import { DagsterApp, Release } from '../../lib/index.js';
import { selectorOf } from '../../lib/kubernetes/labels.js';
import { errorsOf, type KubernetesObject, parseManifests } from './releases.js';

/** A release with nothing in it. */
export class BareRelease extends Release {
  override get appName(): string {
    return 'bare';
  }
}

/** Where a test puts its construct: the webserver of a release named "test". */
export interface Place {
  readonly scope: Construct;
  readonly suffix: string;
  readonly selector: ReturnType<typeof selectorOf>;
}

/** The labels that select the webserver's pods. */
export const WEBSERVER = {
  'app.kubernetes.io/name': 'bare',
  'app.kubernetes.io/component': 'webserver',
  'app.kubernetes.io/instance': 'test',
};

/** The objects of a release that holds what a test builds. */
export function objectsOf(build: (place: Place) => unknown): KubernetesObject[] {
  return parseManifests(render(build));
}

/** The one object of a release that holds what a test builds. */
export function objectOf(build: (place: Place) => unknown): KubernetesObject {
  const [object, ...others] = objectsOf(build);
  if (object === undefined || others.length > 0) throw new Error(`${others.length + 1} objects instead of one`);
  return object;
}

/** The errors of a release that holds what a test builds. */
export function errorsIn(build: (place: Place) => unknown): string[] {
  return errorsOf(() => render(build));
}

function render(build: (place: Place) => unknown): string {
  const app = new DagsterApp({ outdir: 'unused' });
  const release = new BareRelease(app, 'test');
  const scope = new Construct(release, 'webserver');
  build({ scope, suffix: 'webserver', selector: selectorOf(release, 'webserver') });
  return app.render().get('test/manifests/bare.k8s.yaml') ?? '';
}
