import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { checkKubernetesSchema } from '../../../lib/engine/policy/kubernetes-schema.js';
import type { KubernetesObject } from '../../support/releases.js';
import { type Account, isAllowed } from './access.js';
import { output } from './process.js';
import type { Store } from './store.js';
import { messageOf } from './waiting.js';

/** A request that the API server answered. */
export interface Answered {
  readonly account: string;
  readonly request: string;
  readonly status: number;
}

const KINDS: Readonly<Record<string, string>> = {
  configmaps: 'ConfigMap',
  events: 'Event',
  jobs: 'Job',
  pods: 'Pod',
  secrets: 'Secret',
};
const VERBS: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', DELETE: 'delete' };
const REASONS: Readonly<Record<number, string>> = { 403: 'Forbidden', 404: 'NotFound', 409: 'AlreadyExists' };

/** As much of a Kubernetes API server as the pods of a release use, with the cluster's own RBAC. */
export class ApiServer {
  /** What was asked and how it was answered. */
  readonly answered: Answered[] = [];
  private readonly tokens = new Map<string, Account>();
  private server: Server | undefined;

  constructor(
    private readonly store: Store,
    private readonly created: (object: KubernetesObject) => void,
    private readonly deleted: (object: KubernetesObject) => void,
  ) {}

  /** Starts to serve, with a certificate that it makes; returns the certificate. */
  async listen(address: string, folder: string): Promise<string> {
    const [key, cert] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
    const name = `subjectAltName=IP:${address},DNS:kubernetes.default.svc`;
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert];
    await output(['openssl', 'req', '-x509', ...made, '-days', '2', '-subj', '/CN=e2e', '-addext', name]);
    const certificate = readFileSync(cert, 'utf8');
    this.server = createServer({ key: readFileSync(key), cert: certificate }, (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => this.answer(request, Buffer.concat(parts).toString(), response));
    });
    await new Promise<void>((resolve, reject) => this.server?.on('error', reject).listen(443, address, resolve));
    return certificate;
  }

  /** A token for a service account. */
  issueToken(account: Account): string {
    const token = randomUUID();
    this.tokens.set(token, account);
    return token;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, body: string, response: ServerResponse): void {
    const account = this.tokens.get((headers.authorization ?? '').replace(/^[Bb]earer /, ''));
    const { status, result } = account === undefined ? refusal(401) : this.result(account, method, url, body);
    this.answered.push({ account: account?.name ?? '', request: `${method} ${url}`, status });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(result));
  }

  private result(account: Account, method: string, url: string, body: string): Result {
    const { pathname, searchParams } = new URL(url, 'https://kubernetes');
    const path = /^\/(?:api|apis\/([^/]+))\/[^/]+\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/.exec(
      pathname,
    );
    if (path === null) return refusal(404);
    const [, group = '', namespace = '', resource = '', name, sub] = path;
    const verb = method === 'GET' && name === undefined ? 'list' : (VERBS[method] ?? method.toLowerCase());
    const subresource = sub === undefined ? resource : `${resource}/${sub}`;
    if (!isAllowed(this.store, account, { verb, group, resource: subresource, namespace })) return refusal(403);
    const kind = KINDS[resource];
    if (kind === undefined || searchParams.has('watch')) return refusal(404);
    if (verb === 'list') return this.list(kind, namespace);
    if (verb === 'create') return this.create(JSON.parse(body), kind, namespace);
    const found = this.store.tryFind(kind, namespace, name ?? '');
    if (found === undefined) return refusal(404);
    if (verb === 'get') return { status: 200, result: found };
    if (verb !== 'delete') return refusal(405);
    this.store.delete(found);
    this.deleted(found);
    return { status: 200, result: { kind: 'Status', apiVersion: 'v1', status: 'Success' } };
  }

  private list(kind: string, namespace: string): Result {
    return { status: 200, result: { kind: `${kind}List`, items: this.store.list(kind, namespace) } };
  }

  private create(given: KubernetesObject, kind: string, namespace: string): Result {
    const metadata = { ...given.metadata, namespace, uid: randomUUID(), creationTimestamp: new Date().toISOString() };
    const object = { ...given, kind, metadata };
    const issues = checkKubernetesSchema(given);
    if (issues.length > 0) return refusal(422, issues.map(({ path, message }) => `${path} ${message}`).join(', '));
    if (this.store.tryFind(kind, namespace, metadata.name) !== undefined) return refusal(409);
    this.store.create(object);
    try {
      this.created(object);
    } catch (error) {
      return refusal(403, messageOf(error));
    }
    return { status: 201, result: object };
  }
}

interface Result {
  readonly status: number;
  readonly result: object;
}

function refusal(code: number, message = REASONS[code] ?? 'refused'): Result {
  const result = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: REASONS[code], message, code };
  return { status: code, result };
}
