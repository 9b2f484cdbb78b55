import type { KubernetesObject } from '../../support/releases.js';

/** An object that is not there, or not yet. */
export class MissingObject extends Error {}

/** The objects of a cluster. */
export class Store {
  private readonly objects = new Map<string, KubernetesObject>();

  /** @throws when there is one of this kind, name and namespace */
  create(object: KubernetesObject): void {
    const key = keyOf(object.kind, object.metadata.namespace, object.metadata.name);
    if (this.objects.has(key)) throw new Error(`${key} exists`);
    this.objects.set(key, object);
  }

  replace(object: KubernetesObject): void {
    this.objects.set(keyOf(object.kind, object.metadata.namespace, object.metadata.name), object);
  }

  delete(object: KubernetesObject): void {
    this.objects.delete(keyOf(object.kind, object.metadata.namespace, object.metadata.name));
  }

  tryFind(kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.objects.get(keyOf(kind, namespace, name));
  }

  find(kind: string, namespace: string | undefined, name: string): KubernetesObject {
    const found = this.tryFind(kind, namespace, name);
    if (found === undefined) throw new MissingObject(`there is no ${keyOf(kind, namespace, name)}`);
    return found;
  }

  list(kind: string, namespace?: string): KubernetesObject[] {
    const all = [...this.objects.values()].filter((object) => object.kind === kind);
    return all.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  }
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

/** Whether labels are what a selector asks for. */
export function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

/** The values of a Secret or a ConfigMap. */
export function valuesOf({ kind, data, binaryData, stringData }: KubernetesObject): Record<string, Buffer> {
  const decoded = (values: Record<string, string> = {}, encoding: BufferEncoding = 'utf8'): [string, Buffer][] =>
    Object.entries(values).map(([name, value]) => [name, Buffer.from(value, encoding)]);
  return Object.fromEntries([
    ...decoded(data, kind === 'Secret' ? 'base64' : 'utf8'),
    ...decoded(binaryData, 'base64'),
    ...decoded(stringData),
  ]);
}
