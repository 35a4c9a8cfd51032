import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The file `run.json`: what a run folder is, for people and for other programs. */
export interface RunFile {
  readonly format: 'special-effort/run@1';
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly complete: boolean;
  readonly vendor: string;
  readonly harness: string;
  readonly topics: readonly string[];
}

/** A folder that cannot serve as asked; the message says why and what to do. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}

/** Makes the folder of a new run. It must be empty, so that no two runs are ever mixed. */
export function createRunFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new RunFolderError(`${folder} cannot be made a folder (${(error as Error).message}). Choose another --out.`);
  }
  if (readdirSync(folder).length > 0) {
    throw new RunFolderError(
      `${folder} is not empty. Choose another --out, or continue that run with --resume ${folder}.`,
    );
  }
}

export function readRunFile(folder: string): RunFile {
  const file = join(folder, 'run.json');
  if (!existsSync(file) && existsSync(join(folder, 'purged.json')))
    throw new RunFolderError(`${folder} holds a run no more: it was purged, as purged.json there says.`);
  if (!existsSync(file))
    throw new RunFolderError(
      `${folder} is no run: it holds no run.json. Name the folder that "run" or "demo" printed as its last line.`,
    );
  let content: RunFile;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RunFolderError(`${file} is not JSON: ${(error as Error).message}.`);
  }
  if (content?.format !== 'special-effort/run@1')
    throw new RunFolderError(`${file} is not a run of this program: its format is ${JSON.stringify(content?.format)}.`);
  return content;
}

export function writeRunFile(folder: string, run: RunFile): void {
  writeWhole(join(folder, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
}

/** Whoever reads the file sees the old text or the new, never half. */
export function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** `reports/<vendor>/<UTC start>` beneath the folder where the command was given. */
export const defaultRunFolder = (slug: string, startedAt: Date): string =>
  resolve(
    'reports',
    slug,
    startedAt
      .toISOString()
      .replace(/:/g, '-')
      .replace(/\.\d+Z$/, 'Z'),
  );
