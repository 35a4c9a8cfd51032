// `node bin/checkout.js FILE ARGS`: sets up what is missing, then runs a module of this checkout on Node 24.
import { fileURLToPath } from 'node:url';
import { fail, runOnNode24 } from './node24.js';
import { setUp } from './set-up.js';

const [entry = '', ...args] = process.argv.slice(2);

try {
  setUp();
  runOnNode24(fileURLToPath(new URL(`../${entry}`, import.meta.url)), args);
} catch (error) {
  fail(error);
}
