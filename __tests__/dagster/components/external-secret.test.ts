import { PostgresPassword } from '../../../lib/index.js';
import { find, usualObjects } from '../../support/releases.js';

const password = PostgresPassword.fromExternalSecret({
  name: 'database',
  key: 'password',
  secretStore: { name: 'vault', kind: 'ClusterSecretStore' },
  remoteKey: 'dagster/database',
  remoteProperty: 'password',
});

test.each([
  ['embedded', {}],
  ['external', { externalDatabase: { host: 'db', port: 5432 } }],
])('the External Secrets operator is told where the password of an %s database is', (_, database) => {
  const objects = usualObjects({ postgresql: { password, ...database } });
  const { apiVersion, metadata, spec } = find(objects, 'ExternalSecret', 'database');
  expect({ apiVersion, namespace: metadata.namespace, spec }).toEqual({
    apiVersion: 'external-secrets.io/v1',
    namespace: 'test',
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      target: { name: 'database', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: [
        {
          secretKey: 'password',
          remoteRef: {
            key: 'dagster/database',
            property: 'password',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        },
      ],
    },
  });
  expect(JSON.stringify(find(objects, 'Deployment', 'test-webserver'))).toContain(
    '{"key":"password","name":"database"}',
  );
});
