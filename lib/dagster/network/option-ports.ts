import type { IEnvVar } from 'kubernetes-models/v1';
import { type Cloud, holdCredentials } from '../config/cloud.js';
import { postgresOf } from '../config/custom-storage.js';
import type { DagsterInstanceOptions } from '../config/instance-options.js';

/** Variables of a process, parts of which may be knobs. */
type Variables = readonly { readonly name: IEnvVar['name']; readonly value?: unknown }[];

/** What other options of a release make its webserver and daemon connect to. */
export interface OptionTraffic {
  /** Ports by TCP, wherever they are. */
  readonly ports: readonly number[];
  /** The clouds that know the pods by an identity. */
  readonly clouds: readonly Cloud[];
  /** Those of them for which variables hold no credentials: the others are asked for none. */
  readonly asked: readonly Cloud[];
}

/** Variables that hold the URL of a server: HTTP proxies, OpenTelemetry, S3 and what speaks its language. */
const URLS = /^((HTTPS?|ALL)_PROXY|OTEL_EXPORTER_OTLP(_\w+)?_ENDPOINT|AWS_ENDPOINT_URL(_\w+)?)$/i;

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'socks5:': 1080,
  'socks5h:': 1080,
};

/**
 * What the options say where they are plain; a URL that a Secret or a knob holds is unknown here.
 *
 * @param more variables of the webserver and the daemon, beside those of the instance
 */
export function trafficOf(instance: DagsterInstanceOptions = {}, ...more: readonly Variables[]): OptionTraffic {
  const { computeLogs, storage, env = [] } = instance;
  const urls = [env, ...more].flat().flatMap(({ name, value }) => (URLS.test(name) ? [value] : []));
  const auth = postgresOf(storage)?.authProvider;
  const clouds = [computeLogs?.cloud, auth?.cloud].filter((cloud) => cloud !== undefined);
  const names = env.map(({ name }) => name);
  return {
    ports: [computeLogs?.endpoint, ...urls].flatMap(portOf),
    clouds,
    asked: clouds.filter((cloud) => !holdCredentials(cloud, names)),
  };
}

function portOf(url: unknown): number[] {
  if (typeof url !== 'string' || !URL.canParse(url)) return [];
  const { port, protocol } = new URL(url);
  const number = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  return number === undefined ? [] : [number];
}
