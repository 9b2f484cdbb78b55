import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1';
import { holdsKnobs } from '../../engine/index.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import type { Cloud } from '../config/cloud.js';

/**
 * The metadata servers of clouds: of all clouds, of GKE's own pods, and of EKS Pod Identity.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export const METADATA_SERVERS: readonly INetworkPolicyEgressRule[] = [
  rule(['169.254.169.254/32'], [{ port: 80 }, { port: 988 }]),
  rule(['169.254.169.252/32'], [{ port: 987, endPort: 988 }]),
  rule(['169.254.170.23/32', 'fd00:ec2::23/128'], [{ port: 80 }]),
];

function rule(
  cidrs: readonly string[],
  ports: readonly { port: number; endPort?: number }[],
): INetworkPolicyEgressRule {
  return {
    ports: ports.map((port) => ({ protocol: 'TCP', ...port })),
    to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  };
}

/**
 * Addresses that give an identity to whoever asks. Not all that is link-local: DNS servers of nodes are there, too.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 * @see https://cloud.google.com/compute/docs/metadata/querying-metadata
 */
const IPV4 = ['169.254.169.254/32', '169.254.169.252/32', '169.254.170.23/32'];
const IPV6 = ['fd00:ec2::254/128', 'fd00:ec2::23/128', 'fd20:ce::254/128'];

/** Anything but metadata servers; pods are no addresses to every network. */
export function anythingElse(): INetworkPolicyEgressRule {
  return {
    to: [
      { ipBlock: { cidr: '0.0.0.0/0', except: IPV4 } },
      { ipBlock: { cidr: '::/0', except: IPV6 } },
      { namespaceSelector: {} },
    ],
  };
}

/**
 * Annotations by which an account gets an identity of a cloud. Those of EKS and AKS give pods a token, which they take to
 * the cloud by 443; GKE gives none, so that its metadata server is asked.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
const TOKENS: Readonly<Partial<Record<Cloud, string>>> = {
  aws: 'eks.amazonaws.com/role-arn',
  azure: 'azure.workload.identity/client-id',
};
const ASKED = 'iam.gke.io/gcp-service-account';

/**
 * Whether pods of an account ask a metadata server. Where it is not known that they do not, they do: an account that exists
 * may have any annotations, and pods of one without any may be known by EKS Pod Identity or by their node.
 *
 * @param clouds that know the pods by an identity
 */
export function asksMetadata({ annotations = {} }: ServiceAccountOptions = {}, clouds: readonly Cloud[] = []): boolean {
  const says = (annotation: string | undefined): boolean => {
    const value = annotation === undefined ? undefined : annotations[annotation];
    return value !== undefined && value !== '' && !holdsKnobs(value);
  };
  return Object.hasOwn(annotations, ASKED) || clouds.some((cloud) => !says(TOKENS[cloud]));
}
