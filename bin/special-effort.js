#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail, runOnNode24 } from './node24.js';

const source = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const built = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));

try {
  runOnNode24(existsSync(source) ? source : built, process.argv.slice(2));
} catch (error) {
  fail(error);
}
