import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256 } from '../evidence/canonical.ts';
import type { Redaction } from '../evidence/redact.ts';
import { bodyFile, type EvidenceStore } from '../evidence/store.ts';
import { type Attachment, type CaseEntry, type CaseJournal, type CaseRecord, idOfLine, lineOf } from '../model/case.ts';
import type { Body } from '../model/exhibit.ts';
import type { Vendor } from '../model/vendor.ts';
import { type RunFile, RunFolderError } from './folder.ts';

/** Everything kept about one vendor over weeks: its runs, and what people did and said. */
export interface Case {
  readonly folder: string;
  /** In the order they were written. */
  readonly entries: readonly CaseEntry[];
  /** Where the chain is broken: each says which line was changed, or what is missing before it. */
  readonly breaks: readonly string[];
}

const fileOf = (folder: string): string => join(folder, 'case.jsonl');
const attachmentFile = (folder: string, digest: string): string => join(folder, 'attachments', digest);

/** The cases that a run belongs to: the one named, else `reports/<vendor>` when the run lies beneath it; and its profile's. */
export function casesOf(
  runFolder: string,
  { slug, caseFolder: ofProfile }: Pick<Vendor, 'slug' | 'caseFolder'>,
  named: string | undefined,
): readonly string[] {
  const parent = dirname(resolve(runFolder));
  const above = basename(parent) === slug && basename(dirname(parent)) === 'reports' ? parent : undefined;
  const folders = [named ?? above, ofProfile].filter(folder => folder !== undefined);
  return [...new Set(folders.map(folder => resolve(folder)))];
}

/** The case of a vendor's profile, for who writes into it: the profile's own, else `reports/<vendor>`. */
export const caseOfVendor = ({ slug, caseFolder: ofProfile }: Pick<Vendor, 'slug' | 'caseFolder'>): string =>
  ofProfile ?? resolve('reports', slug);

/** Reads a case; one that nobody has begun is empty. What was cut off at the end of the file leaves no trace in it. */
export function readCase(folder: string): Case {
  const file = fileOf(folder);
  const entries: CaseEntry[] = [];
  const breaks: string[] = [];
  let before: `sha256:${string}` | null = null;
  for (const [index, line] of (existsSync(file) ? linesOf(file) : []).entries()) {
    const place = `${file}:${index + 1}`;
    let record: CaseRecord & { before?: string | null };
    try {
      record = JSON.parse(line);
    } catch {
      breaks.push(`${place} is no record.`);
      before = idOfLine(line);
      continue;
    }
    const { before: said = null, ...content } = record;
    if (said !== before)
      breaks.push(`${place} does not follow the line above it: a line was changed, added or taken out.`);
    before = idOfLine(line);
    entries.push({ ...(content as CaseRecord), id: before });
  }
  for (const { name, sha256: digest } of entries.flatMap(entry => ('attachments' in entry ? entry.attachments : []))) {
    const kept = attachmentFile(folder, digest);
    if (!existsSync(kept)) breaks.push(`The attachment "${name}" (${digest}) is missing.`);
    else if (sha256(readFileSync(kept)) !== digest) breaks.push(`The attachment "${name}" (${digest}) was changed.`);
  }
  return { folder, entries, breaks };
}

/** A last line without its end was being written when its process died, and counts for nothing. */
function linesOf(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines;
}

/** Adds a line to the case; the folder is made where it is not there yet. */
export function appendToCase(folder: string, record: CaseRecord): CaseEntry['id'] {
  mkdirSync(folder, { recursive: true });
  return alone(folder, () => {
    const file = fileOf(folder);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) writeFileSync(file, whole);
    const last = whole.split('\n').at(-2);
    const line = lineOf(record, last === undefined ? null : idOfLine(last));
    appendFileSync(file, `${line}\n`);
    return idOfLine(line);
  });
}

/** Notes a run in its vendor's case. */
export function joinCase(folder: string, runFolder: string, run: RunFile): void {
  const { id, startedAt, complete } = run;
  const at = new Date().toISOString();
  appendToCase(folder, { kind: 'run', run: id, folder: resolve(runFolder), startedAt, complete, at });
}

const longestWait = 5000;

/** Two writers at once would both follow the same line. */
function alone<T>(folder: string, work: () => T): T {
  const lock = join(folder, 'case.lock');
  const end = Date.now() + longestWait;
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx'));
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isLeft(lock)) rmSync(lock, { force: true });
      else if (Date.now() > end)
        throw new RunFolderError(
          `${lock} is held by another process. Wait for it, or delete the file if there is none.`,
        );
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Nobody writes one line for a minute: whoever made it is gone. */
function isLeft(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs > 60_000;
  } catch {
    return false;
  }
}

/** Keeps a file's bytes in the case. */
export function attach(folder: string, name: string, bytes: Uint8Array): Attachment {
  const digest = sha256(bytes);
  mkdirSync(join(folder, 'attachments'), { recursive: true });
  writeFileSync(attachmentFile(folder, digest), bytes);
  return { name: basename(name), sha256: digest, size: bytes.length };
}

/** Copies the journal, and whom which texts were agreed to by, into a run that begins: from then on its rules judge from the run alone. */
export function copyJournal(
  folder: string,
  to: { readonly runFolder: string; readonly store: EvidenceStore; readonly redaction: Redaction },
): void {
  const { entries, breaks } = readCase(folder);
  for (const entry of entries) {
    if (entry.kind === 'review' && entry.agreesTo !== undefined) {
      const { agreesTo, by, at } = entry;
      to.store.record<'measurement'>({
        kind: 'measurement',
        label: 'agreement approved',
        of: [],
        by: 'special-effort',
        value: { agreesTo, by, at, entry: entry.id },
      });
    }
    if (entry.kind !== 'journal') continue;
    const { id, attachments, ...content }: CaseEntry<CaseJournal> = entry;
    const kept = attachments.flatMap(attachment => {
      const body = copied(folder, attachment, to);
      return body ? [{ name: attachment.name, body }] : [];
    });
    to.store.record<'journal'>({
      ...content,
      label: 'journal',
      entry: id,
      attachments: kept.map(({ body }) => body),
      ...(kept.length > 0 ? { attached: kept.map(({ name }) => name) } : {}),
    });
  }
  if (breaks.length > 0) {
    to.store.record<'measurement'>({
      kind: 'measurement',
      label: 'breaks in the case',
      of: [],
      by: 'special-effort',
      value: breaks,
    });
  }
}

function copied(
  folder: string,
  { sha256: digest }: Attachment,
  { runFolder, redaction }: Parameters<typeof copyJournal>[1],
): Body | undefined {
  const file = attachmentFile(folder, digest);
  if (!existsSync(file)) return undefined;
  const bytes = Buffer.from(redaction.text(readFileSync(file, 'latin1')), 'latin1');
  const body = { sha256: sha256(bytes), size: bytes.length };
  mkdirSync(dirname(bodyFile(runFolder, body.sha256)), { recursive: true });
  writeFileSync(bodyFile(runFolder, body.sha256), bytes);
  return body;
}
