#!/usr/bin/env node
import { starter } from './dagster/starter/starter.js';
import { main } from './engine/cli/main.js';

// The published command is CommonJS, which has no await at the top.
main(process.argv.slice(2), starter).then((code) => {
  process.exitCode = code;
});
