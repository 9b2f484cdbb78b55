/** The home of a Dagster instance, with `dagster.yaml` in it; its processes keep scratch files below it. */
export const DAGSTER_HOME = '/opt/dagster/dagster_home';

/** The folder that holds `workspace.yaml`. */
export const WORKSPACE_DIR = '/dagster-workspace';

/** The path of `workspace.yaml` in the pods of the webserver and the daemon. */
export const WORKSPACE_FILE = `${WORKSPACE_DIR}/workspace.yaml`;
