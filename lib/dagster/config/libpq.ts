import { type Issue, nearest, quote } from '../../engine/index.js';

/** @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLMODE */
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
const PARAMETERS = [
  ...['application_name', 'fallback_application_name', 'options', 'client_encoding', 'service', 'servicefile'],
  ...['channel_binding', 'require_auth', 'krbsrvname', 'gsslib', 'gssencmode', 'gssdelegation', 'requirepeer'],
  ...['connect_timeout', 'tcp_user_timeout', 'keepalives', 'keepalives_idle', 'keepalives_interval'],
  ...['keepalives_count', 'target_session_attrs', 'load_balance_hosts', 'replication'],
  ...['sslmode', 'sslnegotiation', 'sslcompression', 'sslcert', 'sslkey', 'sslcertmode', 'sslrootcert', 'sslcrl'],
  ...['sslcrldir', 'sslsni', 'requiressl', 'ssl_min_protocol_version', 'ssl_max_protocol_version'],
];

/** What libpq refuses of a parameter when a process connects: a mode that is none, a name that is likely misspelt. */
export function checkParameter(path: string, name: string, value: string | number | boolean): Issue[] {
  if (name === 'sslmode' && !SSL_MODES.includes(`${value}`)) {
    const meant = nearest(`${value}`, SSL_MODES);
    const remedy = meant === undefined ? 'write one of these' : `did you mean ${quote(meant)}?`;
    return [{ path, message: `found ${quote(value)}; allowed: ${SSL_MODES.join(', ')}; ${remedy}` }];
  }
  const meant = PARAMETERS.includes(name) ? undefined : nearest(name, PARAMETERS);
  if (meant === undefined) return [];
  return [{ path, message: `unknown key ${quote(name)}; allowed: parameters of libpq; did you mean ${quote(meant)}?` }];
}
