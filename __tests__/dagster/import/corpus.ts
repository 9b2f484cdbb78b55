import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/tools.js';

const location = (name: string, more = ''): string => `
dagster-user-deployments:
  deployments:
    - name: ${name}
      image: {repository: registry.example.com/${name}, tag: 1.4.0, pullPolicy: IfNotPresent}
      dagsterApiGrpcArgs: [-m, ${name.replaceAll('-', '_')}.definitions]
      port: 3030
${more}`;

/** Values files as deployments have them, by what is special about each. */
export const CORPUS: Readonly<Record<string, string>> = {
  'the official defaults': readFileSync(join(ROOT, 'lib/dagster/import/official-defaults.json'), 'utf8'),
  nothing: '{}',
  'one location': location('etl'),
  'a database elsewhere': `
postgresql: {enabled: false, postgresqlHost: db.example.com, postgresqlUsername: dagster, postgresqlDatabase: prod, service: {port: 6432}, postgresqlParams: {sslmode: require}}
generatePostgresqlPasswordSecret: false
global: {postgresqlSecretName: prod-db}
${location('etl')}`,
  'logs in S3': `
computeLogManager:
  type: S3ComputeLogManager
  config:
    s3ComputeLogManager: {bucket: logs, prefix: dagster, region: eu-central-1, skipEmptyFiles: true, uploadInterval: 30}
${location('etl')}`,
  'logs in Google Cloud Storage': `
computeLogManager: {type: GCSComputeLogManager, config: {gcsComputeLogManager: {bucket: logs, localDir: /tmp/logs, prefix: p}}}`,
  'logs in Azure': `
computeLogManager: {type: AzureBlobComputeLogManager, config: {azureBlobComputeLogManager: {storageAccount: a, container: c, prefix: p}}}`,
  'an ingress with TLS': `
ingress:
  enabled: true
  ingressClassName: nginx
  annotations: {cert-manager.io/cluster-issuer: letsencrypt}
  dagsterWebserver: {host: dagster.example.com, path: /, pathType: Prefix, tls: {enabled: true, secretName: dagster-tls}}
dagsterWebserver: {replicaCount: 2}`,
  'a load balancer of Amazon': `
ingress:
  enabled: true
  annotations: {kubernetes.io/ingress.class: alb, alb.ingress.kubernetes.io/scheme: internal}
  dagsterWebserver:
    host: dagster.example.com
    precedingPaths: [{path: /redirect, pathType: ImplementationSpecific, serviceName: ssl-redirect, servicePort: use-annotation}]
dagsterWebserver: {service: {type: NodePort, port: 8080, annotations: {a: b}}}`,
  'a read-only twin': `
dagsterWebserver: {enableReadOnly: true, pathPrefix: /dagster, logLevel: info, dbStatementTimeout: 10000}
ingress: {enabled: true, dagsterWebserver: {host: a.example.com}, readOnlyDagsterWebserver: {host: b.example.com}}`,
  'sizes of all processes': `
dagsterWebserver: {resources: {requests: {cpu: 2, memory: 4Gi}, limits: {memory: 4Gi}}}
dagsterDaemon: {resources: {requests: {memory: 2Gi}}}
${location('etl', '      resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {memory: 6Gi}}')}`,
  'pods on nodes of their own': `
dagsterWebserver: {nodeSelector: {pool: system}, tolerations: [{key: system, operator: Exists}], labels: {team: data}, annotations: {a: b}, deploymentLabels: {tier: web}}
dagsterDaemon: {nodeSelector: {pool: system}, schedulerName: volcano, affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]}}}}
${location('etl', '      nodeSelector: {pool: code}\n      tolerations: [{key: code, operator: Exists}]\n      labels: {team: data}')}`,
  'variables of all kinds': `
dagsterWebserver: {env: [{name: A, value: '1'}], envSecrets: [{name: web}], envConfigMaps: [{name: conf}]}
dagsterDaemon: {env: [{name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}]}
${location('etl', '      env: [{name: STAGE, value: prod}]\n      envSecrets: [{name: etl}]\n      envConfigMaps: [{name: etl-config}]')}`,
  'variables as a map': location('etl', '      env: {STAGE: prod, SIZE: 3}'),
  volumes: `
dagsterDaemon: {volumes: [{name: certs, configMap: {name: certs}}], volumeMounts: [{name: certs, mountPath: /certs}]}
${location('etl', '      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n      volumeMounts: [{name: data, mountPath: /data}]')}`,
  'a code server with probes': `
dagster-user-deployments:
  deployments:
    - name: etl
      image: {repository: registry.example.com/etl, tag: latest, pullPolicy: Always}
      codeServerArgs: [-f, /app/defs.py]
      port: 4000
      replicaCount: 1
      readinessProbe: {enabled: false}
      livenessProbe: {periodSeconds: 60}
      startupProbe: {enabled: true, failureThreshold: 30}
      service: {annotations: {c: d}}`,
  'limits of runs': `
dagsterDaemon:
  runCoordinator:
    config:
      queuedRunCoordinator:
        maxConcurrentRuns: 25
        tagConcurrencyLimits: [{key: database, value: redshift, limit: 4}, {key: dagster/backfill, limit: 10}]
        dequeueIntervalSeconds: 2
  runMonitoring: {enabled: true, startTimeoutSeconds: 900, maxRuntimeSeconds: 7200}
  runRetries: {enabled: true, maxRetries: 3}
  sensors: {useThreads: true, numWorkers: 8}
  heartbeatTolerance: 600`,
  pools: `
concurrency: {enabled: true, pools: {defaultLimit: 3, granularity: op}, runs: {maxConcurrentRuns: 20}}`,
  'retention and Python’s logs': `
retention: {enabled: true, schedule: {purgeAfterDays: 30}}
pythonLogs: {pythonLogLevel: INFO, managedPythonLoggers: [root]}
telemetry: {enabled: false}`,
  'runs with a Job of their own': `
runLauncher:
  type: K8sRunLauncher
  config:
    k8sRunLauncher:
      imagePullPolicy: IfNotPresent
      envSecrets: [{name: runs}]
      envVars: [REGION=eu]
      labels: {team: data}
      resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 4Gi}}
      failPodOnRunFailure: true
      runK8sConfig: {jobSpecConfig: {ttlSecondsAfterFinished: 7200}, podTemplateSpecMetadata: {annotations: {e: f}}}`,
  Celery: `
global: {celeryConfigSecretName: celery}
generateCeleryConfigSecret: false
runLauncher:
  type: CeleryK8sRunLauncher
  config: {celeryK8sRunLauncher: {workerQueues: [{name: dagster, replicaCount: 3}, {name: heavy, replicaCount: 1, additionalCeleryArgs: ['--concurrency=1']}]}}`,
  'accounts that exist': `
serviceAccount: {create: false, name: dagster}
dagster-user-deployments: {serviceAccount: {create: true, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/r'}}}
imagePullSecrets: [{name: registry}]`,
  'code locations elsewhere': `
dagster-user-deployments: {enabled: true, enableSubchart: false}
dagsterWebserver: {workspace: {enabled: true, servers: [{host: etl.code.svc, port: 3030, name: etl}]}}`,
  'images of one’s own': `
dagsterWebserver: {image: {repository: registry.example.com/dagster, tag: 1.13.5, pullPolicy: IfNotPresent}}
dagsterDaemon: {image: {repository: registry.example.com/dagster, tag: 1.13.5, pullPolicy: IfNotPresent}}
migrate: {enabled: true}`,
  'objects of one’s own': `
extraManifests: [{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}]
additionalInstanceConfig: {auto_materialize: {run_tags: {a: b}}}`,
};
