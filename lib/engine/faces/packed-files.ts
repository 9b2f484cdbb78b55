import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Files } from './folder.js';

/** Most of what can be saved, at a small part of the time that a release takes. */
const LEVEL = { level: 1 };

/** A copy of what is packed: that itself lies in a block of memory that is much larger. */
const pack = (text: string): Uint8Array => new Uint8Array(deflateRawSync(text, LEVEL));

/**
 * Files whose texts are packed until somebody asks for one: each is asked for once, when it is written, and until then those of
 * a fleet would take as much memory as its constructs.
 */
export class PackedFiles implements Files {
  private readonly packed = new Map<string, Uint8Array>();

  /** @param parts files; of those with one path, the last stands */
  constructor(parts: Iterable<Files>) {
    for (const files of parts) {
      if (files instanceof PackedFiles) for (const [path, bytes] of files.packed) this.packed.set(path, bytes);
      else for (const [path, text] of files) this.packed.set(path, pack(text));
    }
  }

  get size(): number {
    return this.packed.size;
  }

  get(path: string): string | undefined {
    const bytes = this.packed.get(path);
    return bytes && inflateRawSync(bytes).toString();
  }

  has(path: string): boolean {
    return this.packed.has(path);
  }

  keys(): MapIterator<string> {
    return this.packed.keys();
  }

  *values(): MapIterator<string> {
    for (const [, text] of this) yield text;
  }

  *entries(): MapIterator<[string, string]> {
    for (const path of this.keys()) yield [path, this.get(path) ?? ''];
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  forEach(visit: (text: string, path: string, files: ReadonlyMap<string, string>) => void): void {
    for (const [path, text] of this) visit(text, path, this);
  }
}
