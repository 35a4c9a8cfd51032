import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  dependencies: Record<string, string>;
};

/** Packages that published code loads; an `import type` is gone by then. */
const loaded = new Map<string, string>();
for (const file of globSync(['src/**/*.ts', 'suites/*.ts'], { cwd: root, exclude: ['suites/suites.spec.ts'] })) {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  const imports = text.matchAll(
    /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s*)?'([^'.][^']*)'|\b(?:import|import\.meta\.resolve|resolve)\('([^'.][^']*)'\)/gm,
  );
  for (const [, written, dynamic] of imports) {
    const [scope = '', name] = (written ?? dynamic ?? '').split('/');
    const pack = scope.startsWith('@') ? `${scope}/${name}` : scope;
    if (!isBuiltin(pack)) loaded.set(pack, file);
  }
}

it('an installed package finds all that it loads', () => {
  expect(
    [...loaded].filter(([pack]) => !(pack in dependencies)).map(([pack, file]) => `${file} loads ${pack}`),
  ).toEqual([]);
});

it('nobody downloads what is not loaded', () => {
  expect(Object.keys(dependencies).filter(pack => !loaded.has(pack))).toEqual([]);
});
