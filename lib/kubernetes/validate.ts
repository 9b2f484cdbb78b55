import type { Construct } from 'constructs';
import { type Issue, printIssue, quote } from '../engine/data/issue.js';
import { checkImage } from './image.js';
import type { ProcessOptions } from './pod-options.js';

/** Reports what is wrong with the options of a process when the tree is validated. */
export function validateProcess(construct: Construct, { image }: ProcessOptions): void {
  validate(construct, () => (image === undefined ? [] : checkImage(image)));
}

export function validate(construct: Construct, check: () => Issue[]): void {
  construct.node.addValidation({ validate: () => check().map(printIssue) });
}

/** What is wrong with one of several words, which TypeScript does not see in JavaScript. */
export function checkChoice(path: string, word: string | undefined, allowed: readonly string[]): Issue[] {
  if (word === undefined || allowed.includes(word)) return [];
  return [{ path, message: `found ${quote(word)}; allowed: ${allowed.join(', ')}` }];
}
