/** The user that Dagster's processes run as; its images have none of their own. */
export const DAGSTER_UID = 1000;

/** The user of the official postgres image. */
export const POSTGRES_UID = 999;
