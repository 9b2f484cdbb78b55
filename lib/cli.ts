#!/usr/bin/env node
import { importOfficialValues } from './dagster/import/importer.js';
import { starter } from './dagster/starter/starter.js';
import { addImport } from './engine/cli/import.js';
import { addInit } from './engine/cli/init.js';
import { main } from './engine/cli/main.js';
import { program } from './engine/cli/program.js';

const command = program();
addInit(command, starter);
addImport(command, 'the official Dagster chart', importOfficialValues);
main(command);
