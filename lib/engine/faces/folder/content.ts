/** A file that is copied byte for byte. */
export interface StoredFile {
  readonly bytes: Uint8Array;
  /** Who may read, write and execute it, as the file system has it. */
  readonly mode: number;
}

/** What a file holds: text, or bytes with their mode. */
export type Content = string | StoredFile;

export function bytesOf(content: Content): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content.bytes;
}

/** Whether everybody, the group or the owner may execute it; version control keeps no other part of a mode. */
export function isExecutable(mode: number): boolean {
  return (mode & 0o111) !== 0;
}
