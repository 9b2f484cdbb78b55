import type { Construct } from 'constructs';
import { type Issue, notAllowed, validate } from '../engine/index.js';
import { checkImage } from './image.js';
import type { ProcessOptions } from './pod-options.js';

/** Reports what is wrong with the options of a process when the tree is validated. */
export function validateProcess(construct: Construct, { image }: ProcessOptions): void {
  validate(construct, () => (image === undefined ? [] : checkImage(image)));
}

/** What is wrong with one of several words, which TypeScript does not see in JavaScript. */
export function checkChoice(path: string, word: string | undefined, allowed: readonly string[]): Issue[] {
  return word === undefined || allowed.includes(word) ? [] : [notAllowed(path, word, allowed.join(', '))];
}
