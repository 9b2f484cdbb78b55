import { type Issue, inRelease, quote, type Release } from '../engine/index.js';
import type { HttpRouteOptions, HttpRouteParent } from './http-route-options.js';
import type { IngressOptions, IngressPath } from './ingress.js';

/** How a Service is reached from outside. */
export interface Exposed {
  /** The option that says so; the whole by default. */
  readonly at?: string;
  readonly serviceName: string;
  /** The path of routes that say none. */
  readonly path: string;
  readonly ingress?: IngressOptions | undefined;
  readonly httpRoute?: HttpRouteOptions | undefined;
}

/** A host and a path that lead to a Service. */
interface Route {
  /** The option that says so. */
  readonly at: string;
  readonly host: string;
  readonly path: string;
  readonly serviceName: string;
  /** The class of an Ingress; empty for the cluster's default class. */
  readonly className?: string;
  /** The Gateways of an HTTPRoute. */
  readonly parents?: readonly HttpRouteParent[];
}

/** Hosts and paths of two Services that are the same: nobody knows which of the two answers. */
export function checkApart(release: Release, first: Exposed, second: Exposed): Issue[] {
  const taken = routesOf(release, first);
  return routesOf(release, second).flatMap((route) => {
    const twin = taken.find((other) => isTwin(other, route));
    return twin === undefined ? [] : [issueOf(route, twin)];
  });
}

function routesOf(release: Release, exposed: Exposed): Route[] {
  const text = (value: unknown): string => `${inRelease(value, release) ?? ''}`;
  return [...ofIngress(exposed, text), ...ofHttpRoute(exposed, text)].map(({ at, path, ...route }) => ({
    ...route,
    at: exposed.at === undefined ? at : `${exposed.at}.${at}`,
    path: path.replace(/\/+$/, '') || '/',
  }));
}

function ofIngress({ ingress, serviceName, path }: Exposed, text: (value: unknown) => string): Route[] {
  if (ingress === undefined) return [];
  const { extraPathsBefore = [], extraPathsAfter = [], ...own } = ingress;
  const extra = (at: string, paths: readonly IngressPath[]) =>
    paths.map((one, index) => ({ at: `ingress.${at}.${index}`, path: one.path, serviceName: one.serviceName }));
  const paths = [
    { at: 'ingress', path: own.path ?? path, serviceName },
    ...extra('extraPathsBefore', extraPathsBefore),
    ...extra('extraPathsAfter', extraPathsAfter),
  ];
  const [host, className] = [text(own.host), text(own.className)];
  return paths.map((one) => ({ ...one, path: text(one.path), host, className }));
}

function ofHttpRoute({ httpRoute, serviceName, path }: Exposed, text: (value: unknown) => string): Route[] {
  if (httpRoute === undefined) return [];
  const { hostnames = [''], parentRefs: parents } = httpRoute;
  const own = { at: 'httpRoute', path: text(httpRoute.path ?? path), serviceName, parents };
  return hostnames.map((host) => ({ ...own, host: text(host) }));
}

function isTwin(one: Route, other: Route): boolean {
  const same = one.host === other.host && one.path === other.path && one.serviceName !== other.serviceName;
  return same && !isElsewhere(one, other);
}

/** Whether two routes are served by different controllers, or by different Gateways. */
function isElsewhere(one: Route, other: Route): boolean {
  if (one.parents !== undefined && other.parents !== undefined) {
    const theirs = other.parents;
    return !one.parents.some((parent) => theirs.some((their) => meet(parent, their)));
  }
  return Boolean(one.className && other.className) && one.className !== other.className;
}

function meet(one: HttpRouteParent, other: HttpRouteParent): boolean {
  const isSame = (name: 'sectionName' | 'port'): boolean =>
    one[name] === undefined || other[name] === undefined || one[name] === other[name];
  return one.name === other.name && one.namespace === other.namespace && isSame('sectionName') && isSame('port');
}

function issueOf({ at, host, path, serviceName }: Route, twin: Route): Issue {
  const whose = host === '' ? 'any host' : `the host ${quote(host)}`;
  const allowed = `a host or a path of its own, since ${twin.at} leads the same to ${twin.serviceName}`;
  const found = `${whose} with the path ${quote(path)}, which leads to ${serviceName}`;
  return { path: at, message: `found ${found}; allowed: ${allowed}; change one of ${at} and ${twin.at}` };
}
