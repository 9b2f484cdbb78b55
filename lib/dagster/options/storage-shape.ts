import { is } from '../../engine/index.js';
import { CertificateAuthority, DatabaseAuth, type StorageOptions } from '../config/storage.js';

export const STORAGE = is.bag<StorageOptions>({
  params: is.map(is.anything),
  certificateAuthority: is.made(CertificateAuthority, 'CertificateAuthority.fromConfigMap() or .fromSecret()'),
  authProvider: is.made(DatabaseAuth, 'DatabaseAuth.azure(), .gcp() or .aws()'),
  autocreateTables: is.flag,
});
