import type {
  IIPBlock,
  INetworkPolicyEgressRule,
  INetworkPolicyPeer,
  INetworkPolicyPort,
} from 'kubernetes-models/networking.k8s.io/v1';
import { is } from '../../engine/index.js';

/** What stands for a block that is wrong. */
const ANYWHERE: IIPBlock = { cidr: '0.0.0.0/0' };

export const PEERS = is.list(
  is.bag<INetworkPolicyPeer>({
    ipBlock: is.bag<IIPBlock>({ cidr: is.required(is.text), except: is.list(is.text) }, ANYWHERE),
    namespaceSelector: is.data,
    podSelector: is.data,
  }),
);

const PORTS = is.list(
  is.bag<INetworkPolicyPort>({ endPort: is.number, port: is.either(is.number, is.anyText), protocol: is.text }),
);

export const EGRESS_RULES = is.list(is.bag<INetworkPolicyEgressRule>({ ports: PORTS, to: PEERS }));
