import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../shared/facts');

/** A JSON file of the facts that lie beside a checkout, or `undefined` where they do not. */
export function sharedFacts<T>(name: string): T | undefined {
  const path = resolve(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
