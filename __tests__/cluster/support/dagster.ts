/** A code location as the webserver sees it. */
export interface LocationEntry {
  readonly name: string;
  readonly loadStatus: string;
  readonly locationOrLoadError: {
    readonly __typename: string;
    readonly message?: string;
    readonly repositories?: readonly { readonly jobs: readonly { readonly name: string }[] }[];
  } | null;
}

/** A daemon of the daemon process. */
export interface DaemonStatus {
  readonly daemonType: string;
  readonly healthy: boolean;
  /** Seconds since 1970. */
  readonly lastHeartbeatTime: number | null;
  readonly lastHeartbeatErrors: readonly { readonly message: string }[];
}

export interface Run {
  readonly runId: string;
  readonly status: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export interface Tick {
  readonly status: string;
  readonly runIds: readonly string[];
  readonly error: { readonly message: string } | null;
}

const REPOSITORY = '__repository__';

/** The GraphQL API of a webserver. */
export class Dagster {
  /** @param url of the webserver, with its path prefix, without a slash at its end */
  constructor(readonly url: string) {}

  async query<T>(query: string, variables: object = {}): Promise<T> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      // Commands of kubectl hold this process up, and an idle connection may be closed meanwhile.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${this.url}/graphql: status ${response.status}: ${text.slice(0, 500)}`);
    const { data, errors }: { data: T; errors?: object[] } = JSON.parse(text);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  async serverInfo(): Promise<Record<string, string>> {
    const response = await fetch(`${this.url}/server_info`, { signal: AbortSignal.timeout(30_000) });
    return JSON.parse(await response.text());
  }

  async locations(): Promise<readonly LocationEntry[]> {
    const { workspaceOrError } = await this.query<{
      workspaceOrError: { locationEntries?: LocationEntry[]; message?: string };
    }>(`{ workspaceOrError { ... on Workspace { locationEntries { name loadStatus locationOrLoadError {
      __typename ... on RepositoryLocation { repositories { jobs { name } } } ... on PythonError { message } } } }
      ... on PythonError { message } } }`);
    if (workspaceOrError.locationEntries === undefined) throw new Error(workspaceOrError.message);
    return workspaceOrError.locationEntries;
  }

  async daemons(): Promise<readonly DaemonStatus[]> {
    const { instance } = await this.query<{ instance: { daemonHealth: { allDaemonStatuses: DaemonStatus[] } } }>(
      `{ instance { daemonHealth { allDaemonStatuses {
        daemonType healthy lastHeartbeatTime lastHeartbeatErrors { message } } } } }`,
    );
    return instance.daemonHealth.allDaemonStatuses;
  }

  /** Launches a run of a job; its id. */
  async launch(
    location: string,
    jobName: string,
    tags: readonly { key: string; value: string }[] = [],
  ): Promise<string> {
    const selector = { repositoryLocationName: location, repositoryName: REPOSITORY, jobName };
    const { launchRun } = await this.query<{ launchRun: { run?: { runId: string } } }>(
      `mutation($p: ExecutionParams!) { launchRun(executionParams: $p) {
        __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }`,
      { p: { selector, runConfigData: {}, executionMetadata: { tags } } },
    );
    if (launchRun.run === undefined) throw new Error(JSON.stringify(launchRun));
    return launchRun.run.runId;
  }

  async run(runId: string): Promise<Run> {
    const { runOrError } = await this.query<{ runOrError: Run }>(
      'query($id: ID!) { runOrError(runId: $id) { ... on Run { runId status tags { key value } } } }',
      { id: runId },
    );
    return runOrError;
  }

  /** The messages of a run's errors, one to a line. */
  async errorsOf(runId: string): Promise<string> {
    const { logsForRun } = await this.query<{
      logsForRun: { events: { message?: string; error?: { message: string; causes: { message: string }[] } }[] };
    }>(
      `query($id: ID!) { logsForRun(runId: $id) { ... on EventConnection { events {
        ... on ErrorEvent { error { message causes { message } } } ... on MessageEvent { message } } } } }`,
      { id: runId },
    );
    const failed = logsForRun.events.filter(({ error }) => error);
    return failed
      .flatMap(({ message, error }) => [
        `${message}: ${error?.message}`,
        ...(error?.causes ?? []).map((cause) => cause.message),
      ])
      .join('\n');
  }

  /** The jobs of all code locations. */
  async jobs(): Promise<string[]> {
    const entries = await this.locations();
    const repositories = entries.flatMap(({ locationOrLoadError }) => locationOrLoadError?.repositories ?? []);
    return repositories.flatMap(({ jobs }) => jobs.map(({ name }) => name));
  }

  /** Which server, and since when, each code location is loaded from. */
  serverIds(): Promise<unknown> {
    return this.query(`{ workspaceOrError { ... on Workspace { locationEntries {
      name updatedTimestamp locationOrLoadError { ... on RepositoryLocation { serverId } } } } } }`);
  }

  async scheduleTicks(location: string, scheduleName: string): Promise<readonly Tick[]> {
    const { scheduleOrError } = await this.query<{ scheduleOrError: { scheduleState: { ticks: Tick[] } } }>(
      `query($s: ScheduleSelector!) { scheduleOrError(scheduleSelector: $s) {
        ... on Schedule { scheduleState { ticks(limit: 5) { status runIds error { message } } } } } }`,
      { s: { repositoryLocationName: location, repositoryName: REPOSITORY, scheduleName } },
    );
    return scheduleOrError.scheduleState.ticks;
  }
}
