import { Construct } from 'constructs';
import type {
  IHorizontalPodAutoscaler,
  IHorizontalPodAutoscalerBehavior,
  IMetricSpec,
} from 'kubernetes-models/autoscaling/v2';
import {
  byDefault,
  type Issue,
  notAllowed,
  type Open,
  quote,
  type Tokenized,
  validate,
  within,
} from '../engine/index.js';
import { checkInteger, MOST_REPLICAS } from './checks.js';
import type { Selector } from './labels.js';
import { createObject, objectName } from './object.js';

/**
 * A HorizontalPodAutoscaler, which then decides the number of pods instead of the values document.
 *
 * @example
 *
 *   { minReplicas: 2, maxReplicas: 6, targetCpuUtilizationPercentage: 70 }
 */
export interface AutoscalingOptions {
  /** The fewest pods, at least 1. */
  readonly minReplicas: Open<number>;

  /** The most pods, not below `minReplicas`. */
  readonly maxReplicas: Open<number>;

  /**
   * CPU that the pods use on average, in percent of what they request.
   *
   * @default - 80 where no other target or metric is given
   */
  readonly targetCpuUtilizationPercentage?: Open<number>;

  /** Memory that the pods use on average, in percent of what they request. @default - not looked at */
  readonly targetMemoryUtilizationPercentage?: Open<number>;

  /** Further metrics; the one that asks for the most pods wins. @default - none */
  readonly metrics?: readonly IMetricSpec[];

  /** How fast pods come and go. @default - Kubernetes' own: up at once, down after five minutes */
  readonly behavior?: IHorizontalPodAutoscalerBehavior;
}

export interface AutoscalerProps extends AutoscalingOptions {
  /** What follows the release name in the names of the autoscaler and of the Deployment. */
  readonly suffix: string;
  readonly selector: Selector;
}

/** Kubernetes' own target where no metric is given, written out so that a comparison with the cluster finds no difference. */
const CPU_PERCENTAGE = 80;

/** The autoscaler of one of the release's Deployments, whose manifest then holds no `replicas`. */
export class Autoscaler extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalerProps) {
    super(scope, id);
    const { suffix, selector, minReplicas, maxReplicas, behavior } = props;
    validate(this, () => checkAutoscaling(props));
    createObject<IHorizontalPodAutoscaler>(
      this,
      'horizontal-pod-autoscaler',
      { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', suffix, selector },
      {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: objectName(this, suffix) },
          minReplicas,
          maxReplicas,
          metrics: metricsOf(props),
          behavior,
        },
      },
    );
  }
}

function metricsOf(options: AutoscalingOptions): Tokenized<IMetricSpec>[] {
  const { targetCpuUtilizationPercentage, targetMemoryUtilizationPercentage, metrics = [] } = options;
  const targets = [
    ...utilization('cpu', targetCpuUtilizationPercentage),
    ...utilization('memory', targetMemoryUtilizationPercentage),
    ...metrics,
  ];
  return targets.length > 0 ? targets : utilization('cpu', CPU_PERCENTAGE);
}

function utilization(name: 'cpu' | 'memory', averageUtilization: Open<number> | undefined): Tokenized<IMetricSpec>[] {
  if (averageUtilization === undefined) return [];
  return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
}

/** The member of a metric that goes with its type. */
const METRIC_SOURCES: Readonly<Record<string, keyof IMetricSpec>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function checkAutoscaling(options: AutoscalingOptions): Issue[] {
  const { minReplicas, maxReplicas, metrics = [] } = options;
  const least = checkInteger('minReplicas', minReplicas, 1, MOST_REPLICAS);
  const most = checkInteger('maxReplicas', maxReplicas, 1, MOST_REPLICAS);
  const range = `an integer that is not below minReplicas, ${quote(minReplicas)}; raise it or lower minReplicas`;
  const crossed = least.length + most.length === 0 && Number(byDefault(maxReplicas)) < Number(byDefault(minReplicas));
  return [
    ...least,
    ...most,
    ...(crossed ? [notAllowed('maxReplicas', maxReplicas, range)] : []),
    ...checkPercentage('targetCpuUtilizationPercentage', options.targetCpuUtilizationPercentage),
    ...checkPercentage('targetMemoryUtilizationPercentage', options.targetMemoryUtilizationPercentage),
    ...metrics.flatMap((metric, index) => within(`metrics.${index}`, checkMetric(metric))),
  ];
}

/** More than 100 is fine: a pod may use more than it requests. */
function checkPercentage(path: string, percentage: Open<number> | undefined): Issue[] {
  return percentage === undefined ? [] : checkInteger(path, percentage, 1, MOST_REPLICAS);
}

function checkMetric(metric: IMetricSpec): Issue[] {
  const source = Object.hasOwn(METRIC_SOURCES, metric.type) ? METRIC_SOURCES[metric.type] : undefined;
  if (source === undefined) return [notAllowed('type', metric.type, Object.keys(METRIC_SOURCES).join(', '))];
  if (metric[source] === undefined) return [notAllowed('', metric, `the type ${metric.type} with a member ${source}`)];
  return [];
}
