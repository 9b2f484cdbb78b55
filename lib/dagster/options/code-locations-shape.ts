import { is } from '../../engine/index.js';
import { DISRUPTION_BUDGET } from '../../kubernetes/options/exposure-shape.js';
import {
  FIXED_TEXTS,
  IMAGE,
  OPEN_RESOURCES,
  PROCESS,
  SERVICE_ACCOUNT,
} from '../../kubernetes/options/process-shape.js';
import type { CodeLocationOptions } from '../components/code-location.js';
import type { DagsterUserCodeOptions } from '../components/user-code.js';
import { PROCESS_KNOBS } from './processes-shape.js';
import { CONTAINER_CONTEXT } from './runs-shape.js';

const { image, ...withoutImage } = PROCESS;

export const CODE_LOCATION = is.bag<CodeLocationOptions>({
  name: is.required(is.anyText),
  image: is.required(IMAGE),
  args: is.required(is.list(is.text)),
  ...withoutImage,
  server: is.text,
  port: is.integer,
  replicas: is.open(is.number),
  resources: OPEN_RESOURCES,
  includeConfigInLaunchedRuns: is.flag,
  runs: CONTAINER_CONTEXT,
  podDisruptionBudget: DISRUPTION_BUDGET,
  checkDbReady: is.flag,
  serviceAnnotations: FIXED_TEXTS,
});

export const USER_CODE = is.bag<DagsterUserCodeOptions>({
  ...PROCESS_KNOBS,
  locations: is.list(CODE_LOCATION),
  serviceAccount: SERVICE_ACCOUNT,
});
