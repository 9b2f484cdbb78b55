import { coalesce, type JsonMap } from '../../engine/index.js';
import { OFFICIAL_OPTIONS } from './official-options.js';
import { isJsonMap, type Ledger, mapOf } from './official-values.js';

const OPTIONS = new Set([...OFFICIAL_OPTIONS.keys()].map((path) => path.split('.')[0] ?? ''));

/** Keys that any chart may have. */
const COMMON = ['global', 'nameOverride', 'fullnameOverride', 'imagePullSecrets', 'serviceAccount', 'ingress'];

const says = (document: JsonMap): boolean =>
  Object.keys(document).some((key) => OPTIONS.has(key) && !COMMON.includes(key));

/** The values of the official chart, which stand below its name where another chart depends on it. */
export function ofUmbrella(document: JsonMap, ledger: Ledger): JsonMap {
  const [name, ...more] = Object.keys(document).filter((key) => says(mapOf(document[key])));
  if (says(document) || name === undefined || more.length > 0) return document;
  const { [name]: own, global: shared, ...others } = document;
  const rest = Object.keys(others);
  ledger.decisions.push(
    `The values stand below \`${name}\`, as where another chart depends on the official one; paths of this report begin there.${rest.length === 0 ? '' : ` What stands beside it is of that chart, and was not read: ${rest.join(', ')}.`}`,
  );
  return isJsonMap(shared) ? { ...mapOf(own), global: coalesce(mapOf(mapOf(own).global), shared) } : mapOf(own);
}
