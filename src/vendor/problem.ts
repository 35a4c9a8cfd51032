import { isSecretName } from './secrets.ts';

/** One thing that is wrong with a profile. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 where the file as a whole is at fault. */
  readonly line: number;
  readonly column: number;
  /** As `deployments[0].base`; empty where no field is at fault. */
  readonly field: string;
  /** What is wrong, as a sentence. Never holds the value of a secret. */
  readonly says: string;
  /** What to do, as a sentence. */
  readonly suggestion?: string;
}

const printed = 50;

/** A profile cannot be read; the message lists every problem, one a line. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const more = problems.length - printed;
    super([...problems.slice(0, printed).map(line), ...(more > 0 ? [`and ${more} more.`] : [])].join('\n'));
    this.problems = problems;
  }
}

function line({ file, line, column, field, says, suggestion }: Problem): string {
  const place = line > 0 ? `${file}:${line}:${column}` : `${file}:`;
  const about = field ? `${place} ${field}:` : place;
  return `${about} ${says}${suggestion ? ` ${suggestion}` : ''}`;
}

/** Text of the profile as an error may print it: short, quoted, without signs that could steer a terminal. */
export function shown(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return `"${printable(short)}"`;
}

/** The path of keys and positions as people write it: `deployments[0].base`. */
export function fieldOf(path: Path): string {
  return path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${printable(withoutSecret(part).slice(0, 100))}`,
    )
    .join('');
}

export type Path = readonly (string | number)[];

/** `{token:abc}`, with no space after the colon, is one name, and the secret is part of it. */
function withoutSecret(name: string): string {
  const colon = name.indexOf(':');
  return colon > 0 && isSecretName(name.slice(0, colon)) ? `${name.slice(0, colon)}:...` : name;
}

const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, sign => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
