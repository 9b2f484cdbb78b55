import type { Open } from '../engine/index.js';
import type { MetadataOptions } from './checks.js';

/**
 * A Gateway API HTTPRoute to a Service; TLS is the Gateway's.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 * @example
 *
 *   { parentRefs: [{ name: 'public', namespace: 'gateways' }], hostnames: ['app.example.com'] }
 */
export interface HttpRouteOptions extends MetadataOptions {
  /** The Gateways, or their listeners, that the route is attached to: 1 to 32. */
  readonly parentRefs: readonly HttpRouteParent[];

  /** The host names, up to 16; the first label of each may be `*`. @default - those of the Gateway's listeners */
  readonly hostnames?: readonly Open<string>[];

  /** The path of the Service, and of all that is below it. @default '/' */
  readonly path?: string;

  /** What is done to requests and responses on the way, in order: up to 16. @default - nothing */
  readonly filters?: readonly HttpRouteFilter[];
}

/** A Gateway, or one of its listeners. */
export interface HttpRouteParent {
  /** The name of the Gateway. */
  readonly name: string;

  /** Its namespace. @default - the namespace of the release */
  readonly namespace?: string;

  /** The name of the listener. @default - all that allow the route */
  readonly sectionName?: string;

  /** The port of the listeners. @default - any */
  readonly port?: number;
}

/**
 * A filter in the Gateway API's own words. A redirect is none of them: it stands in the place of a Service, not before it.
 */
export type HttpRouteFilter =
  | { readonly type: 'RequestHeaderModifier'; readonly requestHeaderModifier: HttpHeaderChanges }
  | { readonly type: 'ResponseHeaderModifier'; readonly responseHeaderModifier: HttpHeaderChanges }
  | { readonly type: 'URLRewrite'; readonly urlRewrite: HttpUrlRewrite }
  | { readonly type: 'ExtensionRef'; readonly extensionRef: HttpFilterExtension };

/** What becomes of headers. */
export interface HttpHeaderChanges {
  /** Headers that replace those of the same name. @default - none */
  readonly set?: readonly HttpHeader[];
  /** Headers beside those of the same name. @default - none */
  readonly add?: readonly HttpHeader[];
  /** Names of headers that are removed. @default - none */
  readonly remove?: readonly string[];
}

/** A header. */
export interface HttpHeader {
  /** Its name, in any case. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
}

/** What the Service sees in the place of what the client has asked for. */
export interface HttpUrlRewrite {
  /** The host name that the Service sees. @default - the client's */
  readonly hostname?: string;
  /** The path that the Service sees. @default - the client's */
  readonly path?:
    | { readonly type: 'ReplaceFullPath'; readonly replaceFullPath: string }
    | { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };
}

/** A filter that a Gateway's implementation defines, in the namespace of the release. */
export interface HttpFilterExtension {
  /** Its API group. */
  readonly group: string;
  /** Its kind. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
}

/** An HTTPRoute, as far as releases use it; `kubernetes-models` has no Gateway API. */
export interface HttpRoute {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'HTTPRoute';
  readonly metadata?: object;
  readonly spec: {
    readonly parentRefs: readonly (HttpRouteParent & { readonly group: string; readonly kind: string })[];
    readonly hostnames?: readonly string[] | undefined;
    readonly rules: readonly {
      readonly matches: readonly { readonly path: { readonly type: 'PathPrefix'; readonly value: string } }[];
      readonly filters?: readonly HttpRouteFilter[] | undefined;
      readonly backendRefs: readonly {
        readonly group: string;
        readonly kind: string;
        readonly name: string;
        readonly port: number;
        readonly weight: number;
      }[];
    }[];
  };
}
