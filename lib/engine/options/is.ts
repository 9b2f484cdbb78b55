/** What an option may be, to be read with the name of this file: `is.text`, `is.list(is.text)`. */
export * from './single-values.js';
export * from './structures.js';
