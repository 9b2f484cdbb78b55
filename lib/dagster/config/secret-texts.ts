import { type Issue, isMap } from '../../engine/index.js';

/** What looks like a secret wherever it stands: a URL with a password, a key, a flag, a token of a well-known service. */
export const SECRET_VALUE =
  /:\/\/[^\s/@:]*:[^\s/@]+@|-----BEGIN [A-Z ]*PRIVATE KEY|--?[\w-]*(password|passwd|secret|token)[\w-]*[= ]\S|\b(AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|glpat-[\w-]{20,}|xox[abpr]-[\w-]{10,})/i;

/** Keys that hold nothing but secrets; `..._secret` alone is often the name of a Secret. */
const SECRET_KEY =
  /(^|_|[a-z])(password|passwd|pwd|passphrase|token|client_?secret|(api|access|private|account|encryption|signing|fernet)_?key)$/i;

/** Secrets in clear, which no manifest may hold. @param path of the data */
export function checkSecretTexts(data: unknown, path: string, key = ''): Issue[] {
  if (Array.isArray(data)) return data.flatMap((item, index) => checkSecretTexts(item, `${path}.${index}`, key));
  if (isMap(data))
    return Object.entries(data).flatMap(([name, item]) => checkSecretTexts(item, `${path}.${name}`, name));
  const isSecret = typeof data === 'string' && data !== '' && (SECRET_KEY.test(key) || SECRET_VALUE.test(data));
  const message =
    'found a secret in clear; allowed: a reference, { env: NAME }; take the variable from a Secret, in instance.env';
  return isSecret ? [{ path, message }] : [];
}
