import { Construct } from 'constructs';
import { type Issue, notAllowed, Release } from '../../engine/index.js';
import { allowKubernetesApi, checkKubernetesApi } from '../../kubernetes/kubernetes-api.js';
import type { Selector } from '../../kubernetes/labels.js';
import { serviceAccount } from '../../kubernetes/objects.js';
import type { ServiceAccountOptions } from '../../kubernetes/pod-options.js';
import type { DagsterInstance } from '../instance/instance.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { checkOnlyAccount, type ReleaseAccount } from '../release-account.js';
import type { CodeLocationOptions } from './code-location-options.js';

/** The accounts of code locations that say none of their own. */
export interface SharedAccounts {
  /** Of their servers. */
  readonly servers: string;
  /** Whether somebody named or described it. */
  readonly said: boolean;
  /** The one of all pods of the release. @default - none */
  readonly all: ReleaseAccount | undefined;
}

/** A location, as far as its accounts are concerned. */
interface HasAccounts extends CodeLocationOptions {
  readonly instance: DagsterInstance;
  readonly network: DagsterNetwork;
  readonly accounts: SharedAccounts;
}

interface Identity {
  readonly suffix: string;
  readonly selector: Selector;
}

/** The accounts of a location's own, which are created, and have their rights; what is left of them is their names. */
export function ownAccounts(
  location: Construct,
  { suffix, selector }: Identity,
  props: HasAccounts,
): Pick<CodeLocationOptions, 'serviceAccount' | 'runs'> {
  const { instance, network, accounts, runs = {} } = props;
  const { namespace: home } = Release.of(location);
  const where = runs.namespace ?? instance.launcher.namespace ?? home;
  const elsewhere = where === home ? undefined : where;
  const account = (scope: Construct, options: ServiceAccountOptions, as: string, namespace?: string): string => {
    network.identify(options);
    return serviceAccount(scope, { suffix: as, selector, namespace }, options);
  };

  const said = serverAccount(props);
  const server = said && account(location, said, suffix);
  const shared = sharesWithRuns(props) ? server : undefined;
  if (said !== undefined && shared !== undefined) {
    if (elsewhere !== undefined) account(new Construct(location, 'account-of-runs'), said, suffix, elsewhere);
    instance.allowRunning(location, shared, suffix, where);
  }

  const options = runsAccount(props);
  const scope = options && new Construct(location, 'runs');
  const ofRuns = scope && account(scope, options, `${suffix}-runs`, elsewhere);
  if (scope !== undefined && ofRuns !== undefined) instance.allowRunning(scope, ofRuns, `${suffix}-runs`, where);

  instance.runNamespaces.launch(where, (shared ?? ofRuns) !== undefined);
  const rightsOfRuns = runs.kubernetesApi && {
    ...(elsewhere === undefined ? {} : { namespaces: [elsewhere] }),
    ...runs.kubernetesApi,
  };
  if (rightsOfRuns !== undefined) {
    const withRights = scope ?? new Construct(location, 'runs');
    const name = ofRuns ?? instance.runServiceAccount;
    allowApi(withRights, { suffix: `${suffix}-runs`, selector }, rightsOfRuns, name, [where]);
  }

  const namespaces = shared === undefined || elsewhere === undefined ? [home] : [home, elsewhere];
  allowApi(location, { suffix, selector }, props.kubernetesApi, server ?? accounts.servers, namespaces);
  return {
    ...(server === undefined ? {} : { serviceAccount: { name: server } }),
    ...(ofRuns === undefined ? {} : { runs: { ...runs, serviceAccountName: ofRuns } }),
  };
}

/** The account of their own that a location wants for its runs. */
function runsAccount({ runs = {}, accounts }: HasAccounts): ServiceAccountOptions | undefined {
  const { serviceAccount: described, serviceAccountName: name, kubernetesApi } = runs;
  if (described !== undefined) return described;
  if (name !== undefined) return { name };
  return kubernetesApi !== undefined && accounts.all === undefined ? {} : undefined;
}

/** The account of its own that a location wants for its server. */
function serverAccount({ serviceAccount, kubernetesApi, accounts }: HasAccounts): ServiceAccountOptions | undefined {
  if (serviceAccount !== undefined) return serviceAccount;
  // Others do not get the rights of one location, unless somebody wants one account for them.
  const alone = wantsApi(kubernetesApi) && !accounts.said && accounts.all === undefined;
  return alone ? {} : undefined;
}

function sharesWithRuns(location: HasAccounts): boolean {
  const { includeConfigInLaunchedRuns = true } = location;
  return includeConfigInLaunchedRuns && runsAccount(location) === undefined;
}

function wantsApi(option: CodeLocationOptions['kubernetesApi']): boolean {
  return option !== undefined && option !== false;
}

/** @param namespaces in which there is an account of this name that is the server's, or that of runs which share it */
function allowApi(
  location: Construct,
  identity: Identity,
  option: CodeLocationOptions['kubernetesApi'],
  name: string,
  namespaces: readonly string[],
): void {
  if (typeof option !== 'object') return;
  const subjects = namespaces.map((namespace) => ({ kind: 'ServiceAccount', name, namespace }));
  allowKubernetesApi(new Construct(location, 'kubernetes-api'), { ...identity, subjects }, option);
}

/** What is wrong with the accounts that a location says, and with their rights. */
export function checkAccounts({ serviceAccount, runs = {}, kubernetesApi, accounts }: HasAccounts): Issue[] {
  const { serviceAccount: described, serviceAccountName } = runs;
  const said = {
    serviceAccount,
    'runs.serviceAccount': described,
    'runs.serviceAccountName': serviceAccountName,
  };
  const twice = described !== undefined && serviceAccountName !== undefined;
  const allowed = 'nothing beside runs.serviceAccount, whose name says it; leave one of them out';
  return [
    ...checkOnlyAccount(accounts.all, said),
    ...(twice ? [notAllowed('runs.serviceAccountName', serviceAccountName, allowed)] : []),
    ...(typeof kubernetesApi === 'object' ? checkKubernetesApi(kubernetesApi, 'kubernetesApi') : []),
    ...(runs.kubernetesApi === undefined ? [] : checkKubernetesApi(runs.kubernetesApi, 'runs.kubernetesApi')),
  ];
}
