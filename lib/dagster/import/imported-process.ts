import type { Json, JsonMap } from '../../engine/index.js';
import { DAGSTER_VERSION } from '../version.js';
import { isJsonMap, mapOf, type Values } from './official-values.js';
import { type Source, unlessEmpty } from './source.js';

/** What the release says of a variable by itself. */
const OWN_VARIABLE =
  /^(DAGSTER_HOME|DAGSTER_PG_PASSWORD|DAGSTER_CURRENT_IMAGE|DAGSTER_CONTAINER_CONTEXT|POD_TEMPLATE_HASH)$/;

/** A tag without a digit is moved on to other images. */
const MOVES = /^\D*$/;

/** An image; its tag is the version of Dagster where none is said. */
export function image(values: Values): Source {
  const repository = values.text('repository');
  // Where the official chart had no digest, people wrote it behind the tag.
  const [tag, behind] = values.text('tag')?.split('@') ?? [];
  const digest = values.text('digest') ?? behind;
  const pullPolicy = values.get('pullPolicy');
  if (repository === undefined) return undefined;
  const name = tag ?? (digest === undefined ? DAGSTER_VERSION : undefined);
  const isPulled = pullPolicy !== 'Always' || (name !== undefined && MOVES.test(name));
  return {
    repository,
    tag: name,
    digest,
    pullPolicy: isPulled && pullPolicy !== 'IfNotPresent' ? pullPolicy : undefined,
  };
}

/** An image of Dagster's own, where it is not the one that the release has anyway. */
export function systemImage(values: Values): Source {
  const said = [values.said('repository'), values.said('tag'), values.said('digest')];
  const chosen = image(values);
  return said.every((part) => part === undefined) ? undefined : chosen;
}

/** Variables as a list. */
export function env(values: Values, key = 'env'): Source {
  const items = values.list(key).flatMap((item, index): JsonMap[] => {
    const name = mapOf(item).name;
    if (typeof name !== 'string') {
      const found = typeof item === 'string' ? item.replace(/=.*$/s, '=…') : 'an object without a name';
      values.ledger.refuse(`${values.pathOf(key)}[${index}]`, `${found} is no variable, which has a name and a value.`);
      return [];
    }
    if (!OWN_VARIABLE.test(name)) return [textValue(mapOf(item))];
    values.ledger.refuse(values.pathOf(key), `The release says ${name} by itself.`);
    return [];
  });
  return items.length === 0 ? undefined : items;
}

/** A variable whose value is a text, whatever YAML made of it. */
export function textValue(item: JsonMap): JsonMap {
  const { value } = item;
  return value === undefined || value === null || typeof value === 'string' ? item : { ...item, value: `${value}` };
}

/** ConfigMaps and Secrets of variables. */
export function envFrom(values: Values): Source {
  const maps = values.list('envConfigMaps').map((configMapRef) => ({ configMapRef: source(configMapRef) }));
  const secrets = values.list('envSecrets').map((secretRef) => ({ secretRef: source(secretRef) }));
  const all = [...maps, ...secrets];
  return all.length === 0 ? undefined : all;
}

function source(item: Json): Json {
  return typeof item === 'string' ? { name: item } : item;
}

/** Requests and limits, as texts. @param sizes names of a preset that are taken away where nothing is said of them */
export function resources(values: Values, key: string, sizes: readonly string[] = []): Source {
  const given = values.map(key);
  if (Object.keys(given).length === 0) return undefined;
  const side = (name: string): Source => {
    const quantities = mapOf(given[name]);
    const removed = Object.fromEntries(sizes.map((size) => [size, null]));
    const texts = Object.entries(quantities).map(([size, amount]) => [size, amount === null ? null : `${amount}`]);
    return unlessEmpty({ ...removed, ...Object.fromEntries(texts) });
  };
  return { requests: side('requests'), limits: side('limits') };
}

/** The names of Secrets to pull images with. */
export function pullSecrets(values: Values): string[] {
  return values.list('imagePullSecrets').flatMap((item) => {
    const name = typeof item === 'string' ? item : mapOf(item).name;
    return typeof name === 'string' ? [name] : [];
  });
}

/** Texts, as labels and annotations have to be. */
export function texts(map: JsonMap): Source {
  return unlessEmpty(Object.fromEntries(Object.entries(map).map(([key, value]) => [key, `${value}`])));
}

/** A security context, which says of root that it is meant: pods and containers here refuse it otherwise. */
export function securityContext(values: Values, key: string): Source {
  const given = values.map(key);
  if (given.runAsUser !== 0 || given.runAsNonRoot !== undefined) return values.get(key);
  return { ...given, runAsNonRoot: false };
}

/** What the values say of a pod, whatever runs in it. */
export function pod(values: Values, more: { readonly [key: string]: Source } = {}): Source {
  return unlessEmpty({
    labels: texts(values.map('labels')),
    annotations: texts(values.map('annotations')),
    nodeSelector: texts(values.map('nodeSelector')),
    affinity: values.get('affinity'),
    tolerations: values.get('tolerations'),
    schedulerName: values.get('schedulerName'),
    securityContext: securityContext(values, 'podSecurityContext'),
    ...more,
  });
}

/** A probe of the webserver or the daemon: none where it is switched off. */
export function probe(values: Values, key: string, port?: number): Source {
  const given = values.said(key);
  if (!isJsonMap(given)) return undefined;
  const { enabled, ...rest } = given;
  if (enabled === false) return key === 'startupProbe' ? undefined : false;
  if (Object.keys(rest).length === 0) return undefined;
  const { httpGet } = rest;
  // The container listens on a port of its own.
  return isJsonMap(httpGet) && httpGet.port === port ? { ...rest, httpGet: { ...httpGet, port: 'http' } } : rest;
}

/** What every process says of its container in the same words. */
export function container(values: Values): { readonly [key: string]: Source } {
  return {
    env: env(values),
    envFrom: envFrom(values),
    volumes: values.get('volumes'),
    volumeMounts: values.get('volumeMounts'),
    securityContext: securityContext(values, 'securityContext'),
  };
}

/** What the webserver and the daemon have in common. */
export function systemProcess(values: Values, port?: number): { readonly [key: string]: Source } {
  const annotations = texts(values.map('annotations'));
  return {
    resources: resources(values, 'resources', ['cpu', 'memory']),
    ...container(values),
    probes: unlessEmpty({
      startup: probe(values, 'startupProbe', port),
      readiness: probe(values, 'readinessProbe', port),
      liveness: probe(values, 'livenessProbe', port),
    }),
    pod: pod(values, {
      sidecars: values.get('extraContainers'),
      initContainers: values.get('extraPrependedInitContainers'),
      initContainerResources: resources(values, 'initContainerResources'),
    }),
    deployment: unlessEmpty({ labels: texts(values.map('deploymentLabels')), annotations }),
    checkDbReady: values.get('checkDbReadyInitContainer') === false ? false : undefined,
  };
}
