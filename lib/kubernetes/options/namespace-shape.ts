import { is } from '../../engine/index.js';
import type { LimitRangeOptions } from '../limit-range.js';
import type { NamespaceOptions } from '../namespace.js';
import type { ResourceQuotaOptions } from '../quota.js';
import { FIXED_TEXTS } from './process-shape.js';

export const NAMESPACE = is.bag<NamespaceOptions>({
  labels: FIXED_TEXTS,
  annotations: FIXED_TEXTS,
  podSecurity: is.word('restricted', 'baseline', 'privileged'),
});

export const RESOURCE_QUOTA = is.bag<ResourceQuotaOptions>({
  hard: is.required(is.map(is.otherwise(is.open(is.anyText), '1'))),
});

const QUANTITIES = is.map(is.otherwise(is.anyText, '1'));

export const LIMIT_RANGE = is.bag<LimitRangeOptions>({
  defaults: QUANTITIES,
  defaultRequests: QUANTITIES,
  max: QUANTITIES,
});
