import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fetchPackage } from '../collect/packages.ts';
import { compilePackage } from '../fhir/package/compile-package.ts';
import { PackageError, readPackage } from '../fhir/package/package.ts';
import { tableFiles, writeTables } from '../fhir/package/write-tables.ts';
import { baseDefinitions } from '../fhir/r4/base.ts';
import { type Command, print, tell, UsageError } from './command.ts';
import { addedPackages } from './us-core-tables.ts';

export default {
  takes: 'add PACKAGE',
  positionals: [2, 2],
  options: { out: { type: 'string' }, registry: { type: 'string' } },
  help: {
    'out DIR': 'write the tables to DIR/VERSION rather than among the versions that "validate" finds by itself',
    'registry URL': 'a FHIR package registry, where PACKAGE is NAME@VERSION rather than a .tgz file',
  },
  async run(given) {
    const [verb, named] = given.positionals as [string, string];
    if (verb !== 'add') throw new UsageError(`"ig" has no "${verb}"; it has "add".`);
    try {
      const source = readPackage(await bytesOf(named, given.text('registry')), named);
      const facts = compilePackage(source, baseDefinitions());
      const out = given.text('out');
      const folder = join(out ? resolve(out) : addedPackages(), facts.about.version);
      writeTables(folder, tableFiles(facts));
      const { structures, valueSets, profiles, about } = facts;
      tell(
        `${about.name} ${about.version}: ${structures.length} profiles and extensions, ${profiles.length} of them asked of a server, ` +
          `${valueSets.length} value sets counted out.${about.notApproved ? ` ${about.notApproved}.` : ''}`,
      );
      print(folder);
      return 0;
    } catch (error) {
      if (error instanceof PackageError) throw new UsageError(error.message);
      throw error;
    }
  },
} satisfies Command;

async function bytesOf(named: string, registry: string | undefined): Promise<Uint8Array> {
  if (statSync(named, { throwIfNoEntry: false })?.isFile()) return readFileSync(named);
  const [, name, version] = /^([a-z0-9][a-z0-9.-]*)@([0-9A-Za-z.-]+)$/.exec(named) ?? [];
  if (!name || !version)
    throw new UsageError(`There is no file ${named}. Give a package.tgz, or NAME@VERSION with --registry URL.`);
  if (!registry)
    throw new UsageError(
      `Name the FHIR package registry that has ${named}: --registry URL. We ask no service that you have not named.`,
    );
  return fetchPackage(registry, name, version);
}
