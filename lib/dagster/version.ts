/** The Dagster version that the manifests are made for; the default tag of its images. */
export const DAGSTER_VERSION = '1.13.27';

/** The PostgreSQL version of an embedded database, as the official image tags it. */
export const POSTGRES_VERSION = '18.1';
