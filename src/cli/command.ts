import { writeFileSync } from 'node:fs';
import type { ParseArgsConfig } from 'node:util';
import { nearest } from '../vendor/spelling.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

/** The words after the command's name, sorted. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  /** Values of an option that may be given several times, or with commas. */
  readonly list: (name: string) => readonly string[];
}

/** One command: a file of its own, loaded only when it is called. */
export interface Command {
  /** What stands after the command's name: `VENDOR.yaml`. */
  readonly takes?: string;
  /** How many words it takes at least and at most. */
  readonly positionals?: readonly [least: number, most: number];
  readonly options: Options;
  /** One line for each option, by its name; the value's name follows a space: `'out DIR': '...'`. */
  readonly help: Readonly<Record<string, string>>;
  /** @returns the exit code */
  run(given: Arguments): Promise<number>;
}

/** The person at the keyboard asked for something that cannot be done as asked: exit code 2, and no stack. */
export class UsageError extends Error {}

/** What is printed on stdout; everything else a person reads goes to stderr. */
export const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
export const tell = (text: string): void => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);

/** Writes a profile where none is yet. */
export function writeProfile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${(error as Error).message}). Name another file.`);
  }
}

export const orDidYouMean = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near ? ` Did you mean "${near}"?` : '';
};
