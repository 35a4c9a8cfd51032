/** Writes the tables of R4 and of the US Core packages given: `node src/fhir/r4/make.ts [PACKAGE.tgz...]`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePackage } from '../package/compile-package.ts';
import { readPackage } from '../package/package.ts';
import { tableFiles, writeTables } from '../package/write-tables.ts';
import { baseDefinitions } from './base.ts';
import { compileR4 } from './compile.ts';

writeTables(import.meta.dirname, compileR4());
const base = baseDefinitions();
for (const file of process.argv.slice(2)) {
  const facts = compilePackage(readPackage(readFileSync(file), file), base);
  writeTables(join(import.meta.dirname, '../../../profiles/us-core', facts.about.version), tableFiles(facts));
}
