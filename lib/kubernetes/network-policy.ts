import type { Construct } from 'constructs';
import type {
  INetworkPolicy,
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
  INetworkPolicySpec,
} from 'kubernetes-models/networking.k8s.io/v1';
import { Fact, type Tokenized } from '../engine/index.js';
import type { Selector } from './labels.js';
import { createObject } from './object.js';

/** The pods of one role: how their objects are called, and what selects them. */
export interface NetworkRole {
  /** What follows the release name in the policy's name. */
  readonly suffix: string;
  /** The component that the policy is part of. */
  readonly selector: Selector;
  /** The namespace of its pods. @default - the release's */
  readonly namespace?: string;
  /** What tells its pods from all others. @default - the selector of the component */
  readonly pods?: Selector;
}

/** The connections that the pods of a role may open and take; answers always pass. */
export interface Traffic {
  /** Who may connect to them. @default - nobody */
  readonly ingress?: readonly Tokenized<INetworkPolicyIngressRule>[];
  /** What they may connect to; an empty list: nothing. @default - anything */
  readonly egress?: readonly Tokenized<INetworkPolicyEgressRule>[];
}

/** Limits the pods of a role to some connections. @param traffic asked for once the tree is whole */
export function limitTraffic(scope: Construct, role: NetworkRole, traffic: () => Traffic): void {
  const { suffix, selector, namespace } = role;
  createObject<INetworkPolicy>(
    scope,
    `network-policy-${suffix}`,
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', suffix, selector, namespace },
    { spec: new Fact<INetworkPolicySpec>(() => policy(role, traffic())) },
  );
}

function policy({ selector, pods }: NetworkRole, { ingress = [], egress }: Traffic): Tokenized<INetworkPolicySpec> {
  return {
    podSelector: { matchLabels: pods ?? selector },
    policyTypes: egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'],
    ingress: unlessEmpty(ingress),
    egress: unlessEmpty(egress ?? []),
  };
}

/** A cluster does not keep empty lists; the policy types alone say that nothing is allowed. */
function unlessEmpty<T extends readonly unknown[]>(rules: T): T | undefined {
  return rules.length > 0 ? rules : undefined;
}
