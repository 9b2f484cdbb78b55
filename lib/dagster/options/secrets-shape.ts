import { is } from '../../engine/index.js';
import type { ExternalSecretSource, SecretReference } from '../components/postgres-password.js';
import type { ServicePrincipalVariables } from '../config/compute-logs-options.js';
import type { CertificateSource } from '../config/storage.js';

export const SECRET_REFERENCE = is.bag<SecretReference>({ name: is.anyText, key: is.anyText });

export const EXTERNAL_SECRET = is.bag<ExternalSecretSource>({
  name: is.anyText,
  key: is.anyText,
  secretStore: is.required(
    is.bag<ExternalSecretSource['secretStore']>({
      name: is.required(is.text),
      kind: is.word('SecretStore', 'ClusterSecretStore'),
    }),
  ),
  remoteKey: is.required(is.text),
  remoteProperty: is.text,
  refreshInterval: is.text,
});

export const CERTIFICATE_SOURCE = is.bag<CertificateSource>({ name: is.required(is.anyText), key: is.anyText });

export const SERVICE_PRINCIPAL = is.bag<ServicePrincipalVariables>({
  tenantId: is.required(is.text),
  clientId: is.required(is.text),
  clientSecret: is.required(is.text),
});
