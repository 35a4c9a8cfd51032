import { readFileSync } from 'node:fs';

/** The version of this program; `package.json` lies two folders up in a checkout and in the built package alike. */
export const harness: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
