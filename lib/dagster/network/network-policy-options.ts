import { BlockList, isIP } from 'node:net';
import type {
  INetworkPolicyEgressRule,
  INetworkPolicyPeer,
  INetworkPolicyPort,
} from 'kubernetes-models/networking.k8s.io/v1';
import { type Issue, notAllowed, within } from '../../engine/index.js';
import { checkInteger, checkPort } from '../../kubernetes/checks.js';

/**
 * NetworkPolicies of a release: who may talk to whom.
 *
 * @example
 *
 *   const ingressNginx = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } };
 *   new DagsterChart(app, 'analytics', { networkPolicy: { webserverFrom: [ingressNginx] } });
 */
export interface NetworkPolicyOptions {
  /** Whether there are any. They take effect where the cluster's network enforces them. @default true */
  readonly enabled?: boolean;

  /** Who may connect to the webserver, on its HTTP port alone; an empty list: nobody. @default - anybody */
  readonly webserverFrom?: readonly INetworkPolicyPeer[];

  /** Who else may connect to code servers, for example the webserver of another release. @default - nobody */
  readonly codeServersFrom?: readonly INetworkPolicyPeer[];

  /** Who else may connect to the embedded database, for example a backup. @default - nobody */
  readonly databaseFrom?: readonly INetworkPolicyPeer[];

  /**
   * What else the webserver, the daemon and the migration may connect to. Without a word, the webserver and the daemon
   * reach DNS, the database, code servers, anything by TCP on 443 and `apiServerPorts`, and what other options name: an
   * object store, a proxy or a collector by its URL, the metadata servers of a cloud whose identity is used. The code of
   * user-code and run pods may connect to anything but `metadataServers`.
   *
   * @default - nothing
   */
  readonly extraEgress?: readonly INetworkPolicyEgressRule[];

  /** The ports that the API server listens on: 8443 on minikube, 16443 on MicroK8s. @default [443, 6443] */
  readonly apiServerPorts?: readonly number[];

  /**
   * Whether code servers, runs and all others reach the metadata servers of clouds (169.254.169.254 and the like), which give
   * whoever asks the identity of the node, or of the pod. `true` is for EKS Pod Identity, and for what a cloud knows of its
   * pods that no option says; `false` closes them to code servers and runs whatever options say.
   *
   * @default - where an account has the annotation `iam.gke.io/gcp-service-account`, or compute logs in a cloud or
   *   `storage.authProvider` need an identity that neither variables in `instance.env` nor the annotation
   *   `eks.amazonaws.com/role-arn` or `azure.workload.identity/client-id` of the account bring; accounts that exist may have none
   */
  readonly metadataServers?: boolean;

  /** Where names are resolved. @default - anywhere, on port 53 */
  readonly dns?: DnsOptions;
}

/** Where names are resolved. */
export interface DnsOptions {
  /** The DNS servers. @default - anywhere */
  readonly to?: readonly INetworkPolicyPeer[];

  /** The ports that DNS servers listen on, by UDP and TCP: of their pods, OpenShift's on 5353. @default [53] */
  readonly ports?: readonly number[];
}

/** What the API server, or common sense, rejects in these options. */
export function checkNetworkPolicyOptions(options: NetworkPolicyOptions): Issue[] {
  const { webserverFrom, codeServersFrom, databaseFrom, extraEgress = [], apiServerPorts = [443], dns = {} } = options;
  const { ports = [53] } = dns;
  const rules = extraEgress.flatMap((rule, index) => within(`extraEgress.${index}`, checkRule(rule)));
  return [
    ...within('webserverFrom', checkPeers(webserverFrom)),
    ...within('codeServersFrom', checkPeers(codeServersFrom)),
    ...within('databaseFrom', checkPeers(databaseFrom)),
    ...rules,
    ...(apiServerPorts.length === 0
      ? [notAllowed('apiServerPorts', apiServerPorts, 'at least one port; leave it out for 443 and 6443')]
      : []),
    ...apiServerPorts.flatMap((port, index) => checkInteger(`apiServerPorts.${index}`, port, 1, 65535)),
    ...within('dns.to', dns.to?.length === 0 ? [EMPTY] : checkPeers(dns.to)),
    // Without ports, the rule would be for all of them.
    ...(ports.length === 0 ? [notAllowed('dns.ports', ports, 'at least one port; leave it out for 53')] : []),
    ...ports.flatMap((port, index) => checkInteger(`dns.ports.${index}`, port, 1, 65535)),
  ];
}

/** Kubernetes reads an empty list of peers as "anything", which nobody means who writes one. */
const EMPTY = notAllowed('', [], 'at least one peer; leave the list out to mean anything');

function checkRule({ to, ports = [] }: INetworkPolicyEgressRule): Issue[] {
  return [
    ...within('to', to?.length === 0 ? [EMPTY] : checkPeers(to)),
    ...ports.flatMap((port, index) => within(`ports.${index}`, checkRulePort(port))),
  ];
}

function checkRulePort({ port, endPort, protocol = 'TCP' }: INetworkPolicyPort): Issue[] {
  const issues = port === undefined ? [] : checkPort('port', port);
  if (!['TCP', 'UDP', 'SCTP'].includes(protocol)) issues.push(notAllowed('protocol', protocol, 'TCP, UDP or SCTP'));
  if (endPort === undefined) return issues;
  if (typeof port === 'number') return [...issues, ...checkInteger('endPort', endPort, port, 65535)];
  return [...issues, notAllowed('endPort', endPort, 'the end of a range whose port is a number; set port to a number')];
}

function checkPeers(peers: readonly INetworkPolicyPeer[] = []): Issue[] {
  return peers.flatMap((peer, index) => within(`${index}`, checkPeer(peer)));
}

function checkPeer(peer: INetworkPolicyPeer): Issue[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (selects === (ipBlock !== undefined))
    return [notAllowed('', peer, 'podSelector, namespaceSelector or both, or else ipBlock alone')];
  if (ipBlock === undefined) return [];
  const block = subnet(ipBlock.cidr);
  if (block === undefined) return [notAllowed('ipBlock.cidr', ipBlock.cidr, CIDR)];
  return (ipBlock.except ?? []).flatMap((cidr, index) => {
    const part = subnet(cidr);
    const inside = part !== undefined && part.prefix > block.prefix && block.list.check(part.address, part.family);
    return inside ? [] : [notAllowed(`ipBlock.except.${index}`, cidr, `a smaller block within ${ipBlock.cidr}`)];
  });
}

const CIDR = 'a block of IP addresses, such as "10.0.0.0/8" or "fd00::/8"';

interface Subnet {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
  readonly list: BlockList;
}

function subnet(cidr: string): Subnet | undefined {
  const [, address = '', digits = ''] = /^([0-9a-fA-F:.]+)\/([0-9]{1,3})$/.exec(cidr) ?? [];
  const [version, prefix] = [isIP(address), Number(digits)];
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return { address, prefix, family, list };
}
