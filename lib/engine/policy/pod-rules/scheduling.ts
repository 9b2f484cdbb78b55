import { quote } from '../../data/issue.js';
import { isMap } from '../../data/json.js';
import type { Form } from './forms.js';

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export const toleration: Form = (value) => {
  if (!isMap(value)) return undefined;
  const { key, operator = 'Equal', value: text, effect, tolerationSeconds } = value;
  if (operator === 'Exists' && typeof text === 'string' && text !== '')
    return `found operator Exists with the value ${quote(text)}; allowed: no value; leave it out, or say Equal`;
  if ((key === undefined || key === '') && operator !== 'Exists')
    return 'found no key; allowed: a key, or operator Exists, which tolerates all taints';
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    return `found tolerationSeconds with the effect ${quote(effect ?? 'any')}; allowed: with NoExecute alone`;
  return undefined;
};

/** What the operator of a label or node selector asks of its values. */
export const requirement: Form = (value) => {
  if (!isMap(value)) return undefined;
  const { operator, values } = value;
  const count = Array.isArray(values) ? values.length : 0;
  const found = `found ${operator} with ${count} values; allowed: `;
  if ((operator === 'In' || operator === 'NotIn') && count === 0) return `${found}at least one`;
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) return `${found}none`;
  if ((operator === 'Gt' || operator === 'Lt') && count !== 1) return `${found}one`;
  return undefined;
};
