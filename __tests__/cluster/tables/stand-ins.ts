import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { DAGSTER_VERSION } from '../../../lib/index.js';
import type { KubernetesObject } from '../../support/releases.js';

const SERVER = `
import signal, socket, sys, threading
signal.signal(signal.SIGTERM, lambda *_: sys.exit())

def serve(port):
    with socket.create_server(("", port)) as server:
        while True:
            server.accept()[0].close()

for port in sys.argv[1:]:
    threading.Thread(target=serve, args=[int(port)], daemon=True).start()
signal.pause()
`;

/** Of the pod or of its container, in the place of what a stand-in has. */
export interface StandInOptions {
  readonly spec?: object;
  readonly resources?: object;
}

const RESOURCES = { requests: { cpu: '5m', memory: '16Mi' }, limits: { memory: '64Mi' } };

/** A pod that meets "restricted" and listens, but does nothing else. @param labels by which policies know it */
export function standIn(
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
  ports: readonly number[] = [],
  { spec, resources = RESOURCES }: StandInOptions = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      ...spec,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsUser: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image: `docker.io/dagster/dagster-celery-k8s:${DAGSTER_VERSION}`,
          command: ['python3', '-c', SERVER, ...ports.map(String)],
          resources,
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

/** A stand-in for the pods of a workload, with their labels and the ports that they declare. */
export function standInFor({ metadata, spec }: KubernetesObject): KubernetesObject {
  const template: IPodTemplateSpec = spec.template;
  const ports = (template.spec?.containers ?? []).flatMap(({ ports = [] }) => ports.map((port) => port.containerPort));
  const labels = template.metadata?.labels ?? {};
  const name = metadata.name.replace(`${labels['app.kubernetes.io/instance']}-`, '').replace(/-[0-9a-f]{8}$/, '');
  return standIn(`${metadata.namespace}`, name, labels, ports);
}
