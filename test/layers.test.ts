import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom. What is not here fails. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  vendor: ['model'],
  requirements: ['model'],
  evidence: ['model'],
  fhir: ['model'],
  collect: ['model', 'vendor', 'evidence', 'fhir'],
  facts: ['model', 'fhir'],
  rules: ['model', 'facts'],
  judge: ['model', 'requirements', 'evidence', 'facts', 'rules'],
  report: ['model', 'requirements'],
  demo: ['model', 'fhir'],
  suites: ['model', 'vendor', 'fhir', 'collect', 'facts'],
  run: ['model', 'vendor', 'evidence', 'fhir', 'collect', 'facts', 'judge', 'report'],
  fleet: ['model', 'vendor', 'requirements', 'evidence', 'run', 'judge', 'report'],
  cli: [
    'model',
    'vendor',
    'requirements',
    'evidence',
    'fhir',
    'collect',
    'facts',
    'rules',
    'judge',
    'report',
    'demo',
    'run',
    'fleet',
    'suites',
  ],
  'suites/suites.spec.ts': ['model', 'run', 'suites'],
  'playwright.config.ts': ['run'],
};

/** Layers that read and think, and so may not reach the network. */
const withoutNetwork = ['model', 'fhir', 'facts', 'rules', 'judge', 'report'];
const network = /^(node:(net|tls|http|https|http2|dns|dgram)(\/.*)?|undici|playwright(-core)?|@playwright\/test)$/;

const root = resolve(import.meta.dirname, '..');
const files = [
  ...['src', 'suites'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => join(folder, file)),
  ),
  'playwright.config.ts',
].filter(file => file.endsWith('.ts'));

const layerOf = (file: string): string =>
  file in mayImport ? file : file.startsWith('src/') ? (file.split('/')[1] as string) : (file.split('/')[0] as string);
const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g,
    ),
  ].map(match => (match[1] ?? match[2] ?? match[3]) as string);

test('the import table has every layer that stands', () => {
  expect([...new Set(files.map(layerOf))].filter(layer => !(layer in mayImport))).toEqual([]);
});

test('each layer imports only what the table allows', () => {
  const wrong = files.flatMap(file =>
    importsOf(file)
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier => relative(root, resolve(root, dirname(file), specifier)))
      .filter(target => {
        const [from, to] = [layerOf(file), layerOf(target)];
        return from !== to && !mayImport[from]?.includes(to) && !target.endsWith('.json');
      })
      .map(target => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('layers that read and think import no socket, no HTTP client and no browser', () => {
  const wrong = files
    .filter(file => withoutNetwork.includes(layerOf(file)))
    .flatMap(file =>
      importsOf(file)
        .filter(specifier => network.test(specifier))
        .map(specifier => `${file} imports ${specifier}`),
    );
  expect(wrong).toEqual([]);
});

test('a module on its own imports no other in a circle', () => {
  const graph = new Map(
    files.map(file => [
      file,
      importsOf(file)
        .filter(specifier => specifier.startsWith('.'))
        .map(specifier => relative(root, resolve(root, dirname(file), specifier))),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('the table would catch a trespass', () => {
  expect(mayImport.facts).not.toContain('collect');
  expect(network.test('undici')).toBe(true);
  expect(importsOf('src/collect/http.ts')).toContain('undici');
  expect(importsOf('src/run/conductor.ts').some(specifier => specifier.includes('collect/'))).toBe(true);
});
