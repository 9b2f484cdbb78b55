/** A cloud that knows pods by an identity. */
export type Cloud = 'aws' | 'azure' | 'google';

/**
 * Variables by which the libraries of a cloud find credentials before they ask a metadata server.
 *
 * @see https://docs.aws.amazon.com/boto3/latest/guide/credentials.html
 * @see https://learn.microsoft.com/azure/developer/python/sdk/authentication/credential-chains
 * @see https://cloud.google.com/docs/authentication/application-default-credentials
 */
const CREDENTIALS: Readonly<Record<Cloud, readonly (readonly string[])[]>> = {
  aws: [
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ],
  azure: [
    ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'],
    ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE'],
  ],
  google: [['GOOGLE_APPLICATION_CREDENTIALS']],
};

/** Whether variables hold credentials for a cloud. @param names of all variables */
export function holdCredentials(cloud: Cloud, names: readonly string[]): boolean {
  return CREDENTIALS[cloud].some((needed) => needed.every((name) => names.includes(name)));
}
