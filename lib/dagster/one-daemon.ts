import { type Issue, type Release, type SoleUse, type Token, useAlone } from '../engine/index.js';
import { type DatabaseConnection, toldOf } from './config/database.js';
import { UNKNOWN_HOST } from './contract/values.js';

/** What decides which database the daemon of a release works on. */
export interface DaemonAtWork {
  readonly enabled: Token<boolean>;
  readonly connection: DatabaseConnection;
  /** Parameters of each connection, among them, in `options`, perhaps a schema. */
  readonly params: Readonly<Record<string, string>>;
}

/** Lets only one daemon of an app work on a database, since two would run every schedule and sensor twice. */
export function oneDaemon(release: Release, { enabled, connection, params }: DaemonAtWork): void {
  const { fullHost, port, database, valueFrom = {} } = connection;
  const { namespace } = release;
  // Secrets and ConfigMaps are those of a namespace.
  const whose = valueFrom.host || valueFrom.port || valueFrom.database ? namespace : '';
  const host = valueFrom.host === undefined ? fullHost : toldOf(connection, 'host');
  useAlone(release, {
    when: enabled,
    thing: [
      host,
      valueFrom.port === undefined ? port : toldOf(connection, 'port'),
      valueFrom.database === undefined ? database : toldOf(connection, 'database'),
      params.options ?? '',
      whose,
    ],
    canonical: ([said = '', ...others]) => {
      if (said === '' || said === UNKNOWN_HOST) return undefined;
      return [valueFrom.host === undefined ? inCluster(said, namespace) : said, ...others];
    },
    issue: twoDaemons,
  });
}

/** A host by one name, of which pods know a Service by several. */
function inCluster(host: string, namespace: string): string {
  const name = host.toLowerCase().replace(/(\.svc)?(\.cluster\.local)?\.?$/, '');
  return name.includes('.') ? name : `${name}.${namespace}`;
}

const twoDaemons: SoleUse['issue'] = (other, [host = '', port = '', database = '']): Issue => ({
  path: 'dagster-daemon.enabled',
  message:
    `found true, and the daemon of ${other} works on the same database: host ${host}, port ${port}, database ${database}; ` +
    'allowed: one daemon a database, since two run every schedule and sensor twice; give one of the releases a ' +
    '`postgresql.database` of its own, disable its daemon, or describe another cluster in an app of its own',
});
