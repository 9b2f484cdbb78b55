import type { Issue } from '../data/issue.js';
import type { Check } from './option-check.js';

/** Options as far as they are sound, and what is wrong with the others. */
export interface Checked<T> {
  /** What is sound of them. */
  readonly options: T;
  /** What is wrong with the others. */
  readonly issues: readonly Issue[];
}

/**
 * Checks options where they come in, so that whoever reads them later need not expect what their types exclude.
 *
 * @param instead what stands for them where nothing of them is sound
 * @param path where they are
 */
export function checked<T extends object>(check: Check, options: T, instead: T, path?: string): Checked<T>;
export function checked(check: Check, options: unknown, instead: unknown, path = ''): Checked<unknown> {
  const issues: Issue[] = [];
  return { options: check.sound(options, path, issues) ?? instead, issues };
}
