import { type Issue, quote } from '../data/issue.js';
import { isMap } from '../data/json.js';
import { isOf, type Kind, refusal, unknownKey } from '../options/option-check.js';
import { modelOf } from './kinds.js';
import type { Manifest } from './manifest.js';
import { shapeOf } from './shape.js';
import { type Watched, watch } from './watched.js';

/** The models of Argo CD's kinds lack fields that its own definitions have, `description` of a project among them. */
const INCOMPLETE = /^argoproj\.io\//;

/**
 * What the schemas of Kubernetes' own kinds, and of Argo CD's, reject in an object; unknown fields of Kubernetes' kinds
 * included. Other kinds are not looked at.
 */
export function checkKubernetesSchema(manifest: Manifest): Issue[] {
  const model = modelOf(manifest.apiVersion, manifest.kind);
  if (model === undefined) return [];
  const shape = `${manifest.apiVersion}/${manifest.kind} ${shapeOf(manifest)}`;
  if (accepted.has(shape) && errorsOf(() => model.prototype.validate.call(manifest)).length === 0) return [];
  const seen: Watched[] = [];
  const errors = errorsOf(() => model.prototype.validate.call(watch(manifest, seen)));
  const unknown = INCOMPLETE.test(manifest.apiVersion) ? [] : seen.flatMap(unknownFields);
  const issues = [...describe(errors, manifest), ...unknown];
  if (issues.length === 0) accept(shape);
  return issues;
}

/** Shapes of objects without unknown fields: the objects of many releases are alike, and to watch a validator takes time. */
const accepted = new Set<string>();

/** How many shapes are remembered. */
const MOST = 2_000;

function accept(shape: string): void {
  if (accepted.size >= MOST) accepted.clear();
  accepted.add(shape);
}

/** An error of a schema. */
interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function errorsOf(validate: () => void): readonly SchemaError[] {
  try {
    validate();
    return [];
  } catch (error) {
    if (error instanceof Error && 'errors' in error && Array.isArray(error.errors)) return error.errors;
    throw error;
  }
}

/** Alternatives of which none fits are told by what is wrong with each of them. */
const UNTELLING = ['anyOf', 'oneOf', 'if'];

/** One issue for each value: all that it may be. */
function describe(errors: readonly SchemaError[], manifest: Manifest): Issue[] {
  const wrong = errors.filter(({ keyword }) => keyword !== 'required' && !UNTELLING.includes(keyword));
  const missing = errors.filter(({ keyword }) => keyword === 'required');
  return [
    ...missing.map(({ instancePath, params }) => {
      const path = [...stepsOf(instancePath), `${params.missingProperty}`].join('.');
      return { path, message: 'missing; allowed: a value; add it' };
    }),
    ...[...new Set(wrong.map(({ instancePath }) => instancePath))].map((instancePath) => {
      const steps = stepsOf(instancePath);
      const value = steps.reduce<unknown>(
        (part, step) => (isParent(part) ? Reflect.get(part, step) : undefined),
        manifest,
      );
      const allowances = wrong.filter((error) => error.instancePath === instancePath).map(allowance);
      const allowed = [...new Set(allowances.map((one) => one.allowed))].join(', or ');
      const kind = (allowances.find((one) => isOf(one.kind, value)) ?? allowances[0])?.kind ?? 'choice';
      return refusal(value, steps.join('.'), { kind, allowed });
    }),
  ];
}

const TYPES: Readonly<Record<string, { readonly kind: Kind; readonly allowed: string }>> = {
  string: { kind: 'text', allowed: 'a text' },
  integer: { kind: 'number', allowed: 'an integer' },
  number: { kind: 'number', allowed: 'a number' },
  boolean: { kind: 'flag', allowed: 'true or false' },
  array: { kind: 'list', allowed: 'a list' },
  object: { kind: 'map', allowed: 'an object' },
};

function allowance({ keyword, message = '', params }: SchemaError): { kind: Kind; allowed: string } {
  const type = keyword === 'type' ? TYPES[`${params.type}`] : undefined;
  if (type !== undefined) return type;
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return { kind: 'text', allowed: `one of ${params.allowedValues.map((one) => quote(one)).join(', ')}` };
  }
  if (params.format === 'quantity') return { kind: 'text', allowed: 'a quantity, such as "500m" or "1Gi"' };
  return { kind: 'text', allowed: `what ${message}` };
}

function isParent(part: unknown): part is object {
  return typeof part === 'object' && part !== null;
}

function unknownFields({ path, map, known, anyMembers }: Watched): Issue[] {
  // What nobody has looked into may hold anything.
  if (anyMembers || known.size === 0 || !isMap(map)) return [];
  // Extensions of OpenAPI, which the schemas leave out.
  const unknown = Object.keys(map).filter((key) => !known.has(key) && !key.startsWith('x-kubernetes-'));
  return unknown.map((key) => unknownKey([...path, key].join('.'), key, [...known]));
}

function stepsOf(instancePath: string): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
