import { createInterface } from 'node:readline/promises';
import { tell } from './command.ts';

export interface Prompt {
  readonly question: string;
  /** What an empty line stands for. */
  readonly default?: string;
  /** Why an answer cannot be taken; `undefined` when it can. */
  readonly fault?: (reply: string) => string | undefined;
}

/** Asks on the terminal, one question after the other. Nothing is asked of a script: it gets the defaults. */
export async function ask<K extends string>(
  prompts: Readonly<Partial<Record<K, Prompt>>>,
): Promise<Partial<Record<K, string>>> {
  const replies: Partial<Record<K, string>> = {};
  const entries = Object.entries(prompts) as [K, Prompt][];
  if (!process.stdin.isTTY || entries.length === 0) {
    for (const [name, prompt] of entries) replies[name] = prompt.default ?? '';
    return replies;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (const [name, { question, default: otherwise = '', fault }] of entries) {
      for (;;) {
        const reply =
          (await terminal.question(`${question}${otherwise ? ` [${otherwise}]` : ''} `)).trim() || otherwise;
        const wrong = reply === '' ? undefined : fault?.(reply);
        if (wrong === undefined) {
          replies[name] = reply;
          break;
        }
        tell(wrong);
      }
    }
  } finally {
    terminal.close();
  }
  return replies;
}
