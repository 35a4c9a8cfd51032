/**
 * Prints every figure that documents quote and that we hold ourselves to, each as a ratio within this one run or beside
 * its floor: machines differ, ratios less so. `npm run bench [NAME...]` runs those named.
 */
import { demoSearch } from './demo-search.ts';
import { memory } from './memory.ts';
import { replay } from './replay.ts';
import { startUp } from './start-up.ts';
import { validator } from './validator.ts';

const measurements = { 'start-up': startUp, replay, memory, 'demo-search': demoSearch, validator };
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`${name}\n`);
  for (const line of await measure()) process.stdout.write(`  ${line}\n`);
}
