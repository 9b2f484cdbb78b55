import type { ForeignPod } from '../kubernetes/namespace.js';
import type { DagsterUserCode } from './components/user-code.js';
import type { DagsterInstance } from './instance/instance.js';

/** The pods of runs, as far as anybody knows them: those that code locations say nothing of, and those of each that does. */
export function podsOfRuns(instance: DagsterInstance, { locations, release }: DagsterUserCode): ForeignPod[] {
  const usual = instance.launcher.namespace ?? release.namespace;
  const pods = [
    { title: 'pods of runs', namespace: usual, spec: instance.podOfRun()?.spec },
    ...locations
      .filter(({ runContext }) => Object.keys(runContext).length > 0)
      .map(({ name, runContext, runNamespace = usual }) => ({
        title: `pods of runs of the code location ${name}`,
        namespace: runNamespace,
        spec: instance.podOfRun(runContext)?.spec,
      })),
  ];
  return pods.flatMap(({ spec, ...pod }) => (spec === undefined ? [] : [{ ...pod, spec }]));
}
