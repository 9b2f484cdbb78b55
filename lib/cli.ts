#!/usr/bin/env node
import { starter } from './dagster/starter/starter.js';
import { addInit } from './engine/cli/init.js';
import { main } from './engine/cli/main.js';
import { program } from './engine/cli/program.js';

const command = program();
addInit(command, starter);
main(command);
