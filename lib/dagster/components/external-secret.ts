import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Release } from '../../engine/index.js';
import { recommendedLabels, selectorOf } from '../../kubernetes/labels.js';
import type { SecretKey } from '../config/database.js';
import type { ExternalSecretSource } from './postgres-password.js';

/** The operator's own defaults, written out so that a comparison with the cluster finds no difference. */
const AS_IT_IS = { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };

/**
 * An ExternalSecret, from which the External Secrets operator makes the Secret of the database password.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function createExternalSecret(
  scope: Construct,
  id: string,
  target: SecretKey,
  source: ExternalSecretSource,
): ApiObject {
  const { secretStore, remoteKey, remoteProperty, refreshInterval = '1h' } = source;
  return new ApiObject(scope, id, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: target.name, labels: recommendedLabels(selectorOf(Release.of(scope), 'postgresql')) },
    spec: {
      refreshInterval,
      secretStoreRef: { name: secretStore.name, kind: secretStore.kind ?? 'SecretStore' },
      target: { name: target.name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: [
        {
          secretKey: target.key,
          remoteRef: {
            key: remoteKey,
            ...(remoteProperty === undefined ? {} : { property: remoteProperty }),
            ...AS_IT_IS,
          },
        },
      ],
    },
  });
}
