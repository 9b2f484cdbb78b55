import { Construct } from 'constructs';
import type {
  ArgoCdApplicationSet,
  ArgoCdDestination,
  ArgoCdNotification,
  ArgoCdProject,
  ArgoCdProps,
  ArgoCdSyncPolicy,
  ArgoCdSyncWindow,
} from '../faces/argo-cd/argo-cd-props.js';
import { isRelease } from '../tree/release-scope.js';
import * as is from './is.js';

const DESTINATION = is.bag<ArgoCdDestination>({ server: is.text, name: is.text });

const RELEASE = is.kind(
  'choice',
  'a release of the app',
  (value) => typeof value === 'object' && value !== null && Construct.isConstruct(value) && isRelease(value),
);

const SYNC_WINDOW = is.bag<ArgoCdSyncWindow>({
  kind: is.required(is.word('allow', 'deny')),
  schedule: is.required(is.text),
  duration: is.required(is.text),
  timeZone: is.text,
  applications: is.list(is.text),
  namespaces: is.list(is.text),
  clusters: is.list(is.text),
  manualSync: is.flag,
  description: is.text,
});

const PROJECT = is.bag<ArgoCdProject>({ name: is.text, description: is.text, syncWindows: is.list(SYNC_WINDOW) });

const SYNC_POLICY = is.bag<ArgoCdSyncPolicy>({
  automated: is.flag,
  prune: is.flag,
  selfHeal: is.flag,
  retries: is.integer,
  syncOptions: is.list(is.text),
});

const NOTIFICATION = is.bag<ArgoCdNotification>({
  trigger: is.required(is.text),
  service: is.required(is.text),
  recipients: is.list(is.text),
});

const APPLICATION_SET = is.bag<ArgoCdApplicationSet>({ name: is.text, clusters: is.map(DESTINATION) });

/** What stands for the properties of one that says too little. */
const SOMEWHERE: ArgoCdProps = { repoURL: 'https://example.com/repository.git' };

export const ARGO_CD = is.bag<ArgoCdProps>(
  {
    repoURL: is.required(is.text),
    targetRevision: is.text,
    path: is.text,
    releases: is.list(RELEASE),
    source: is.word('manifests', 'chart'),
    destination: DESTINATION,
    namespace: is.text,
    prefix: is.text,
    project: is.either(is.text, PROJECT),
    syncPolicy: SYNC_POLICY,
    finalizer: is.word('foreground', 'background'),
    annotations: is.map(is.anyText),
    labels: is.map(is.anyText),
    notifications: is.list(NOTIFICATION),
    applicationSet: is.either(is.flag, APPLICATION_SET),
  },
  SOMEWHERE,
);
