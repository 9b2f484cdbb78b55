import type { Issue } from '../data/issue.js';
import type { Manifest } from './manifest.js';
import { containersOf, maps, podOf } from './pod-spec.js';
import { checkForm, LABEL_NAME, PORT_NAME, type TextForm } from './text-form.js';

/** What all Kubernetes versions take that are in use. */
const VARIABLE: TextForm = {
  pattern: /^[-._a-zA-Z][-._a-zA-Z0-9]*$/,
  allowed: 'letters, digits, "_", "-" and ".", not a digit first',
};

/** Names within a pod that the API server refuses: of containers, volumes, ports and variables. */
export function checkContainerNames(manifest: Manifest): Issue[] {
  const pod = podOf(manifest);
  if (pod === undefined) return [];
  const volumes = maps(pod.spec.volumes);
  return [
    ...containersOf(pod).flatMap(({ path, container }) => [
      ...checkForm(`${path}.name`, container.name, LABEL_NAME),
      ...maps(container.ports).flatMap(({ name }, index) => checkForm(`${path}.ports.${index}.name`, name, PORT_NAME)),
      ...maps(container.env).flatMap(({ name }, index) => checkForm(`${path}.env.${index}.name`, name, VARIABLE)),
    ]),
    ...volumes.flatMap(({ name }, index) => checkForm(`${pod.path}.volumes.${index}.name`, name, LABEL_NAME)),
  ];
}
