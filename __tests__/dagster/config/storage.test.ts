import {
  CertificateAuthority,
  checkStorage,
  DatabaseAuth,
  renderStorage,
} from '../../../lib/dagster/config/storage.js';
import { printed } from '../../support/issues.js';

const db = {
  scheme: 'postgresql+psycopg2',
  hostname: { env: 'DAGSTER_PG_HOST' },
  port: { env: 'DAGSTER_PG_PORT' },
  db_name: { env: 'DAGSTER_PG_DB' },
  username: { env: 'DAGSTER_PG_USERNAME' },
};
const password = { env: 'DAGSTER_PG_PASSWORD' };

test('parameters of connections are texts, as libpq reads them', () => {
  const params = { sslmode: 'require', connect_timeout: 10, keepalives: true, sslsni: false };
  expect(checkStorage({ params }, 'storage')).toEqual([]);
  expect(renderStorage({ params })).toStrictEqual({
    postgres: {
      postgres_db: {
        ...db,
        password,
        params: { sslmode: 'require', connect_timeout: '10', keepalives: '1', sslsni: '0' },
      },
    },
  });
});

test('with a certificate authority the server is verified, unless a parameter relaxes that', () => {
  const certificateAuthority = CertificateAuthority.fromSecret({ name: 'ca', key: 'root.pem' });
  const sslrootcert = '/opt/dagster/database-ca/ca.crt';
  const paramsOf = (params: Record<string, string>) => renderStorage({ certificateAuthority, params }).postgres;
  expect(paramsOf({})).toMatchObject({ postgres_db: { params: { sslmode: 'verify-full', sslrootcert } } });
  expect(paramsOf({ sslmode: 'verify-ca' })).toMatchObject({
    postgres_db: { params: { sslmode: 'verify-ca', sslrootcert } },
  });
  expect(certificateAuthority.volume).toEqual({
    volume: { name: 'database-ca', secret: { secretName: 'ca', items: [{ key: 'root.pem', path: 'ca.crt' }] } },
    mount: { mountPath: '/opt/dagster/database-ca', readOnly: true },
  });
  expect(CertificateAuthority.fromConfigMap({ name: 'ca' }).volume.volume).toEqual({
    name: 'database-ca',
    configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
  });
});

test.each([
  [DatabaseAuth.azure(), { azure_wif: {} }],
  [DatabaseAuth.azure('scope'), { azure_wif: { scope: 'scope' } }],
  [DatabaseAuth.gcp(), { gcp_wif: {} }],
  [DatabaseAuth.aws('eu-west-1'), { aws_wif: { region: 'eu-west-1' } }],
])('with a cloud’s identity there is no password (%#)', (authProvider, auth_provider) => {
  expect(renderStorage({ authProvider })).toStrictEqual({ postgres: { postgres_db: db, auth_provider } });
});

test('tables are not created when somebody else does', () => {
  expect(renderStorage({ autocreateTables: false }).postgres).toMatchObject({ should_autocreate_tables: false });
});

test('rejects parameters that are secret or said elsewhere', () => {
  const others = 'host, hostaddr, port, dbname, user, password, passfile, sslpassword';
  const rest = `allowed: any parameter but ${others}; set it on postgresql`;
  expect(printed(checkStorage({ params: { password: 'x', host: 'y' } }, 'storage'))).toEqual([
    `storage.params.password: found "password"; ${rest}`,
    `storage.params.host: found "host"; ${rest}`,
  ]);
});

test('rejects what libpq refuses when a process connects', () => {
  const params = {
    sslmode: 'requird',
    ssl_mode: 'require',
    conect_timeout: 3,
    gssencmode: 'disable',
    new_in_libpq_99: 1,
  };
  expect(printed(checkStorage({ params }, 'storage'))).toEqual([
    'storage.params.sslmode: found "requird"; allowed: disable, allow, prefer, require, verify-ca, verify-full; did you mean "require"?',
    'storage.params.ssl_mode: unknown key "ssl_mode"; allowed: parameters of libpq; did you mean "sslmode"?',
    'storage.params.conect_timeout: unknown key "conect_timeout"; allowed: parameters of libpq; did you mean "connect_timeout"?',
  ]);
  expect(printed(checkStorage({ params: { sslmode: true } }, 'storage'))).toEqual([
    'storage.params.sslmode: found true; allowed: disable, allow, prefer, require, verify-ca, verify-full; write one of these',
  ]);
});

test('rejects references to the environment, which Dagster would take for text', () => {
  const options = JSON.parse('{"params": {"sslmode": {"env": "MODE"}}, "autocreateTables": 1}');
  expect(printed(checkStorage(options, 'storage'))).toEqual([
    'storage.params.sslmode: found {"env":"MODE"}; allowed: a text, a number or a boolean',
    'storage.autocreateTables: found 1; allowed: true or false',
  ]);
});

test('rejects a Secret that no cluster has', () => {
  const certificateAuthority = CertificateAuthority.fromSecret({ name: 'CA' });
  expect(printed(checkStorage({ certificateAuthority }, 'storage'))).toEqual([
    'storage.certificateAuthority secret name: found "CA"; allowed: lower-case letters, digits, "-" and ".", up to 253 characters',
  ]);
});
