import { Construct } from 'constructs';
import { type Issue, notAllowed, quote, repeated, validate, within } from '../engine/index.js';
import { checkInteger, checkMetadata, checkText, checkUrlPath, HOST, OBJECT_NAME, type TextForm } from './checks.js';
import type {
  HttpHeaderChanges,
  HttpRoute,
  HttpRouteFilter,
  HttpRouteOptions,
  HttpRouteParent,
} from './http-route-options.js';
import type { Selector } from './labels.js';
import { createObject, objectName } from './object.js';

export interface ServiceHttpRouteProps extends HttpRouteOptions {
  /** What follows the release name in the name of the route. */
  readonly suffix: string;
  /** The name of the Service. @default - that of the release, and the suffix */
  readonly serviceName?: string;
  readonly selector: Selector;
  /** The port of the Service: routes know no names of ports. */
  readonly port: number;
}

/** The HTTPRoute of one of the release's Services. */
export class ServiceHttpRoute extends Construct {
  constructor(scope: Construct, id: string, props: ServiceHttpRouteProps) {
    super(scope, id);
    const { suffix, selector, port, parentRefs, hostnames, path = '/', filters, labels, annotations } = props;
    validate(this, () => checkHttpRoute(props));
    const name = props.serviceName ?? objectName(this, suffix);
    // What a cluster fills in is written out, so that a comparison with the cluster finds no difference.
    createObject<HttpRoute>(
      this,
      'http-route',
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', suffix, selector, labels, annotations },
      {
        spec: {
          parentRefs: parentRefs.map((parent) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...parent })),
          hostnames,
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: path } }],
              filters,
              backendRefs: [{ group: '', kind: 'Service', name, port, weight: 1 }],
            },
          ],
        },
      },
    );
  }
}

const MOST_PARENTS = 32;
const MOST_OTHERS = 16;

function checkHttpRoute(props: HttpRouteOptions): Issue[] {
  const { parentRefs, hostnames, path = '/', filters } = props;
  return [
    ...checkLength('parentRefs', parentRefs, MOST_PARENTS),
    ...parentRefs.flatMap((parent, index) => within(`parentRefs.${index}`, checkParent(parent))),
    ...(hostnames === undefined ? [] : checkLength('hostnames', hostnames, MOST_OTHERS)),
    ...(hostnames ?? []).flatMap((host, index) => checkText(`hostnames.${index}`, host, HOST)),
    ...checkUrlPath('path', path),
    ...(filters === undefined ? [] : checkLength('filters', filters, MOST_OTHERS)),
    ...(filters ?? []).flatMap((filter, index) => within(`filters.${index}`, checkFilter(filter))),
    ...checkRepeated(filters ?? []),
    ...checkMetadata(props),
  ];
}

function checkLength(path: string, list: readonly unknown[], most: number): Issue[] {
  if (list.length >= 1 && list.length <= most) return [];
  return [notAllowed(path, list, `1 to ${most} of them`)];
}

function checkParent({ name, namespace, sectionName, port }: HttpRouteParent): Issue[] {
  return [
    ...checkText('name', name, OBJECT_NAME),
    ...(namespace === undefined ? [] : checkText('namespace', namespace, OBJECT_NAME)),
    ...(sectionName === undefined ? [] : checkText('sectionName', sectionName, OBJECT_NAME)),
    ...(port === undefined ? [] : checkInteger('port', port, 1, 65535)),
  ];
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const HEADER_NAME: TextForm = {
  pattern: /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/,
  longest: 256,
  allowed: 'the name of an HTTP header',
};

/** The member of a filter that goes with its type. */
const FILTER_MEMBERS: Readonly<Record<HttpRouteFilter['type'], string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
};

function checkFilter(filter: HttpRouteFilter): Issue[] {
  const member = Object.hasOwn(FILTER_MEMBERS, filter.type) ? FILTER_MEMBERS[filter.type] : undefined;
  if (member !== undefined && !Object.hasOwn(filter, member)) {
    return [notAllowed('', filter, `the type ${filter.type} with a member ${member}; add it`)];
  }
  switch (filter.type) {
    case 'RequestHeaderModifier':
      return within('requestHeaderModifier', checkHeaders(filter.requestHeaderModifier));
    case 'ResponseHeaderModifier':
      return within('responseHeaderModifier', checkHeaders(filter.responseHeaderModifier));
    case 'URLRewrite':
      return filter.urlRewrite.hostname === undefined
        ? []
        : checkText('urlRewrite.hostname', filter.urlRewrite.hostname, HOST);
    case 'ExtensionRef':
      return checkText('extensionRef.name', filter.extensionRef.name, OBJECT_NAME);
    default:
      return [
        notAllowed('', filter, 'the type RequestHeaderModifier, ResponseHeaderModifier, URLRewrite or ExtensionRef'),
      ];
  }
}

function checkHeaders({ set = [], add = [], remove = [] }: HttpHeaderChanges): Issue[] {
  const lists = { set: set.map(({ name }) => name), add: add.map(({ name }) => name), remove };
  const names = Object.entries(lists).flatMap(([key, list]) =>
    list.map((name, index) => ({ at: `${key}.${index}`, name })),
  );
  if (names.length === 0) return [notAllowed('', {}, 'set, add or remove, with at least one header')];
  return names.flatMap(({ at, name }) => checkText(at, name, HEADER_NAME));
}

/** The API server takes every filter but an extension once. */
function checkRepeated(filters: readonly HttpRouteFilter[]): Issue[] {
  const types = filters.map(({ type }) => type).filter((type) => type !== 'ExtensionRef');
  const allowed = 'allowed: once; put all of it into one filter';
  return repeated(types).map((type) => ({ path: 'filters', message: `${quote(type)} is there twice; ${allowed}` }));
}
