import type { Release } from '../../release.js';

/** What Argo CD is told of the releases of an app. */
export interface ArgoCdProps {
  /**
   * The repository that the output folder is committed to: `https://`, `http://`, `ssh://` or `user@host:path`. Credentials
   * belong to Argo CD's own settings, and are refused here.
   */
  readonly repoURL: string;

  /** The branch, tag or commit that is deployed. @default 'HEAD', the newest commit of the repository's default branch */
  readonly targetRevision?: string;

  /** Where the output folder is in the repository; `.` is its root. @default 'dist' */
  readonly path?: string;

  /** The releases that are deployed. @default - all releases of the app */
  readonly releases?: readonly Release[];

  /**
   * What Argo CD reads: the `manifests` that were synthesized, or the `chart` of the app with the values of the release. Both
   * come to the same objects, but for a Namespace, which a chart leaves to whoever installs it.
   *
   * @default 'manifests'
   */
  readonly source?: 'manifests' | 'chart';

  /** The cluster that the releases go to. @default - the one that Argo CD runs in */
  readonly destination?: ArgoCdDestination;

  /** The namespace of Argo CD, where its objects belong. @default 'argocd' */
  readonly namespace?: string;

  /** What the names of Applications begin with, when several clusters take the same releases. @default - nothing */
  readonly prefix?: string;

  /**
   * The AppProject of the Applications: what is to be known of one that is written here and allows just what the releases
   * need, or the name of one that is there already.
   *
   * @default - one is written, with the id of this construct as its name
   */
  readonly project?: string | ArgoCdProject;

  /** When and how Argo CD syncs. @default - when somebody asks it to */
  readonly syncPolicy?: ArgoCdSyncPolicy;

  /**
   * Whether the objects of a release are deleted with its Application, and whether that is waited for (`foreground`) or not
   * (`background`).
   *
   * @default - they stay
   */
  readonly finalizer?: 'foreground' | 'background';

  /** Annotations of the Applications. @default - none but those of notifications */
  readonly annotations?: Readonly<Record<string, string>>;

  /** Labels of the Applications. @default - none */
  readonly labels?: Readonly<Record<string, string>>;

  /** Who is told what of the Applications. @default - nobody */
  readonly notifications?: readonly ArgoCdNotification[];

  /**
   * One ApplicationSet in the place of an Application for each release, as fleets of clusters need it; `true` for the
   * destination alone.
   *
   * @default false
   */
  readonly applicationSet?: boolean | ArgoCdApplicationSet;
}

/** A cluster that Argo CD knows, by its address or by its name: one of both. */
export interface ArgoCdDestination {
  /** The address of its API server. @default - the cluster has a name */
  readonly server?: string;

  /** The name that Argo CD knows it by. @default - the cluster has an address */
  readonly name?: string;
}

/** An AppProject that allows what the releases need: their repository, clusters, namespaces and kinds. */
export interface ArgoCdProject {
  /** Its name. @default - the id of the ArgoCd construct */
  readonly name?: string;

  /** What it is for. @default - nothing is said */
  readonly description?: string;

  /** When syncs are allowed, or denied. @default - always allowed */
  readonly syncWindows?: readonly ArgoCdSyncWindow[];
}

/** A time in which Applications may be synced, or may not. */
export interface ArgoCdSyncWindow {
  /** Whether the window allows syncs, and no other time does, or denies them. */
  readonly kind: 'allow' | 'deny';

  /** When it opens, in the five fields of cron: `0 22 * * *`. */
  readonly schedule: string;

  /** How long it stays open, in Go's notation: `1h30m`. */
  readonly duration: string;

  /** The time zone of the schedule, such as `Europe/Berlin`. @default 'UTC' */
  readonly timeZone?: string;

  /** The Applications it is for, wildcards allowed. @default - all of the project, unless there are namespaces or clusters */
  readonly applications?: readonly string[];

  /** The namespaces of the destinations it is for, wildcards allowed. @default - none */
  readonly namespaces?: readonly string[];

  /** The clusters it is for, by name or address, wildcards allowed. @default - none */
  readonly clusters?: readonly string[];

  /** Whether people may sync while it keeps Argo CD from it. @default false */
  readonly manualSync?: boolean;

  /** What it is for, up to 255 characters. @default - nothing is said */
  readonly description?: string;
}

/** When and how Argo CD syncs. */
export interface ArgoCdSyncPolicy {
  /** Whether each commit is synced without anybody asking. @default false */
  readonly automated?: boolean;

  /** With `automated`, whether objects go from the cluster that are no longer in the repository. @default false */
  readonly prune?: boolean;

  /** With `automated`, whether what somebody changed in the cluster by hand is changed back. @default false */
  readonly selfHeal?: boolean;

  /** How often a sync that failed is tried again; -1 for ever. @default - as Argo CD has it */
  readonly retries?: number;

  /** Options of the sync beside those written here, such as `ServerSideApply=true`. @default - none */
  readonly syncOptions?: readonly string[];
}

/** Somebody who is told when something happens to an Application. */
export interface ArgoCdNotification {
  /** What is told, a trigger of Argo CD's notifications: `on-sync-failed`. */
  readonly trigger: string;

  /** How it is told, a service of Argo CD's notifications: `slack`. */
  readonly service: string;

  /** Who is told, as the service has it: channels, addresses. @default - whom the service itself names */
  readonly recipients?: readonly string[];
}

/** One ApplicationSet that makes all Applications. */
export interface ArgoCdApplicationSet {
  /** Its name. @default - the id of the ArgoCd construct */
  readonly name?: string;

  /**
   * The clusters that each release goes to, by what the names of their Applications end with: with `{ eu: { name: 'prod-eu' } }`
   * the release `etl` becomes the Application `etl-eu`.
   *
   * @default - the destination alone, and Applications that are named as their releases
   */
  readonly clusters?: Readonly<Record<string, ArgoCdDestination>>;
}
