import type { KubernetesObject } from '../../support/releases.js';
import { INTERNET, METADATA } from './outside.js';
import type { Origin, Target } from './reach.js';
import { standIn, standInFor } from './stand-ins.js';
import { apply, ctl, objectsOf } from './support.js';
import { ELSEWHERE, NAME, podsOf, props } from './whole-release.js';

/** Whose pods are real, by the components that Dagster and the release call them. */
const RUNNING = ['webserver', 'daemon', 'user-code', 'postgresql', 'run_worker', 'step_worker'];

/** What an internet listens on. */
export const PORTS = [80, 443, 5000];

export const TABLE = `
                         webserver  code  database  api  dns  https  other  metadata
    webserver            =          yes   yes       yes  yes  yes    -      -
    daemon               -          yes   yes       yes  yes  yes    -      -
    user-code            yes        =     yes       yes  yes  yes    yes    -
    postgresql           -          -     =         -    -    -      -      -
    run_worker           yes        yes   yes       yes  yes  yes    yes    -
    step_worker          yes        yes   yes       yes  yes  yes    yes    -
    postgresql-password  -          -     -         yes  yes  yes    -      -
    migrate              -          -     yes       -    yes  -      -      -
    stranger             yes        -     -         yes  yes  yes    yes    yes
    stranger elsewhere   yes        -     -         yes  yes  yes    yes    yes
`;

/** Pods in the place of those of Jobs, which have ended, and strangers. */
export function startOthers(): void {
  const jobs = objectsOf(NAME, props)
    .filter(({ kind }) => kind === 'Job')
    .map(standInFor);
  const pods = [...jobs, standIn(NAME, 'stranger'), standIn(ELSEWHERE, 'stranger')];
  apply(pods);
  for (const { metadata } of pods) {
    ctl(['-n', `${metadata.namespace}`, 'wait', '--for=condition=Ready', `pod/${metadata.name}`, '--timeout=180s']);
  }
}

function first(component: string): KubernetesObject {
  const [pod] = podsOf(component).filter(({ metadata, status }) => {
    return (
      status.containerStatuses?.every(({ ready }: { ready: boolean }) => ready) && !('deletionTimestamp' in metadata)
    );
  });
  if (pod === undefined) throw new Error(`no pod of ${component} is ready`);
  return pod;
}

/** Whoever connects. */
export function origins(): Record<string, Origin> {
  const running = RUNNING.map((component): [string, Origin] => {
    return [component, { namespace: NAME, pod: first(component).metadata.name }];
  });
  const others = ['postgresql-password', 'migrate', 'stranger'].map((pod): [string, Origin] => {
    return [pod, { namespace: NAME, pod }];
  });
  const elsewhere = { namespace: ELSEWHERE, pod: 'stranger' };
  return { ...Object.fromEntries([...running, ...others]), 'stranger elsewhere': elsewhere };
}

/** Whatever is connected to. */
export function targets(): Record<string, Target> {
  const of = (component: string, port: number): Target => ({ host: first(component).status.podIP, port });
  return {
    webserver: of('webserver', 3000),
    code: of('user-code', 3030),
    database: of('postgresql', 5432),
    api: { host: '10.96.0.1', port: 443 },
    dns: { host: '10.96.0.10', port: 53, query: 'kubernetes.default.svc.cluster.local' },
    https: { host: INTERNET, port: 443 },
    other: { host: INTERNET, port: 5000 },
    metadata: { host: METADATA, port: 80 },
  };
}
