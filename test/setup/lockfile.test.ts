import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

const { packages } = read('package-lock.json') as {
  packages: Record<string, { version: string; integrity?: string; resolved?: string; hasInstallScript?: true }>;
};
const { '': root, ...installed } = packages;
const namesOf = (chosen: (entry: (typeof installed)[string]) => boolean) =>
  Object.entries(installed).flatMap(([path, entry]) => (chosen(entry) ? [path] : []));

describe('package-lock.json', () => {
  it('holds no package that runs a script when it is installed', () => {
    expect(namesOf(entry => entry.hasInstallScript === true)).toEqual([]);
  });

  it('names no registry, so that everyone installs from their own', () => {
    expect(namesOf(entry => entry.resolved !== undefined)).toEqual([]);
  });

  it('knows the content of every package', () => {
    expect(Object.keys(installed).length).toBeGreaterThan(50);
    expect(namesOf(entry => !entry.integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('was made from package.json as it stands', () => {
    const manifest = read('package.json');
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      expect((root as unknown as Record<string, unknown>)[kind], kind).toEqual(manifest[kind]);
    }
  });
});

describe('package.json', () => {
  it('pins exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = read('package.json');
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  it('brings the same Node to every machine it can', () => {
    const versions = new Set(Object.values(read('package.json').optionalDependencies));
    expect([...versions]).toEqual([expect.stringMatching(/^24\./)]);
  });
});
