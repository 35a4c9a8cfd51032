// Compiles what is published into dist/, laid out like the checkout, so that `new URL('../../profiles/...', import.meta.url)`
// leads to the same file in both. JavaScript, because Node strips no types under node_modules.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function compile(): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error('Nothing was built: the compiler found the errors above.');
    process.exit(1);
  }
}

/** tsc rewrites `.ts` in imports alone; workers and processes are started by the address of their module. */
function addressModulesAsBuilt(): void {
  for (const file of globSync('**/*.js', { cwd: dist }).map(name => join(dist, name))) {
    const written = readFileSync(file, 'utf8');
    const built = written.replace(
      /(new URL\(\s*(['"`])\.{1,2}\/[^'"`]*)\.ts(\2\s*,\s*import\.meta\.url\s*\))/g,
      '$1.js$3',
    );
    if (built !== written) writeFileSync(file, built);
  }
}

function copyWhatIsReadAtRunTime(): void {
  cpSync(join(root, 'profiles'), join(dist, 'profiles'), { recursive: true });
  for (const name of globSync(['src/**/*', 'suites/**/*'], { cwd: root })) {
    if (!name.endsWith('.ts') && statSync(join(root, name)).isFile()) cpSync(join(root, name), join(dist, name));
  }
  const { name, version, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ name, version, type }, null, 2)}\n`);
}

rmSync(dist, { recursive: true, force: true });
compile();
addressModulesAsBuilt();
copyWhatIsReadAtRunTime();
