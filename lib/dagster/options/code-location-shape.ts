import { is } from '../../engine/index.js';
import { DISRUPTION_BUDGET } from '../../kubernetes/options/exposure-shape.js';
import { FIXED_TEXTS, IMAGE, KUBERNETES_API, OPEN_RESOURCES, PROCESS } from '../../kubernetes/options/process-shape.js';
import type { CodeLocationOptions } from '../components/code-location-options.js';
import { CONTAINER_CONTEXT } from './runs-shape.js';

const { image, ...withoutImage } = PROCESS;

export const CODE_LOCATION = is.bag<CodeLocationOptions>({
  name: is.required(is.anyText),
  image: is.required(IMAGE),
  args: is.required(is.list(is.anyText)),
  ...withoutImage,
  server: is.text,
  port: is.integer,
  replicas: is.open(is.number),
  resources: OPEN_RESOURCES,
  includeConfigInLaunchedRuns: is.flag,
  runs: CONTAINER_CONTEXT,
  writableCopies: is.list(is.text),
  kubernetesApi: is.either(is.flag, KUBERNETES_API),
  podDisruptionBudget: DISRUPTION_BUDGET,
  checkDbReady: is.flag,
  serviceName: is.text,
  serviceAnnotations: FIXED_TEXTS,
});
