import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Evidence, Where } from '../model/evidence.ts';
import type {
  Body,
  Draft,
  Exhibit,
  ExhibitId,
  ExhibitKind,
  ExhibitOf,
  RunRecord,
  StepRecord,
  StepReference,
} from '../model/exhibit.ts';
import { canonical, identify } from './canonical.ts';
import { keyedDigest } from './home.ts';
import type { Redaction } from './redact.ts';

/** The folder `evidence/` of a run: one append-only journal for each process, and bodies by their digest. */
export const evidenceFolder = (runFolder: string): string => join(runFolder, 'evidence');
export const journalFiles = (runFolder: string): string[] =>
  existsSync(evidenceFolder(runFolder))
    ? readdirSync(evidenceFolder(runFolder))
        .filter(name => /^journal-\d{4}\.ndjson$/.test(name))
        .sort()
        .map(name => join(evidenceFolder(runFolder), name))
    : [];
export const bodyFile = (runFolder: string, digest: string): string =>
  join(evidenceFolder(runFolder), 'bodies', digest.slice(0, 2), digest);

/** The records of one journal. A process that was killed may leave half a line at the end: it is dropped. */
export function readJournal(file: string): Exhibit[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const torn = lines.pop();
  const exhibits: Exhibit[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      exhibits.push(JSON.parse(line));
    } catch (error) {
      throw new Error(
        `${file}:${index + 1} is not a record (${(error as Error).message}). The journal was changed: run "special-effort verify".`,
      );
    }
  }
  if (torn) {
    try {
      exhibits.push(JSON.parse(torn));
    } catch {
      // half a line: the process ended while writing it
    }
  }
  return exhibits;
}

/** How an attempt at a step may end. */
const ends: ReadonlySet<StepRecord['event']> = new Set(['finished', 'failed', 'skipped']);

const stepKey = (step: Pick<StepReference, 'id' | 'deployment'>) => `${step.id}\n${step.deployment ?? ''}`;

/** A run's exhibits in memory, and their bodies on disk. */
export class Archive implements Evidence {
  readonly folder: string;
  protected readonly exhibitsInOrder: Exhibit[] = [];
  readonly #byId = new Map<ExhibitId, Exhibit>();
  /** The attempt at each step that facts may see: the last one that finished. */
  readonly #finished = new Map<string, number>();

  constructor(folder: string) {
    this.folder = folder;
    for (const file of journalFiles(folder)) for (const exhibit of readJournal(file)) this.admit(exhibit);
  }

  protected admit(exhibit: Exhibit): void {
    this.exhibitsInOrder.push(exhibit);
    this.#byId.set(exhibit.id, exhibit);
    if (
      exhibit.kind === 'step' &&
      (exhibit.event === 'finished' || exhibit.event === 'failed' || exhibit.event === 'skipped')
    ) {
      this.#finished.set(stepKey(exhibit.step), exhibit.step.attempt);
    }
  }

  /** Everything, attempts that were cut short included. */
  get all(): readonly Exhibit[] {
    return this.exhibitsInOrder;
  }

  get run(): RunRecord {
    const run = this.exhibitsInOrder.find(exhibit => exhibit.kind === 'run');
    if (!run)
      throw new Error(`${evidenceFolder(this.folder)} holds no record of a run: the run ended before it began.`);
    return run;
  }

  exhibits<K extends ExhibitKind>(kind: K, where: Where = {}): readonly ExhibitOf<K>[] {
    const deployment =
      typeof where.deployment === 'object' && where.deployment !== null ? where.deployment.id : where.deployment;
    return this.exhibitsInOrder.filter((exhibit): exhibit is ExhibitOf<K> => {
      if (exhibit.kind !== kind) return false;
      if (where.label !== undefined && exhibit.label !== where.label) return false;
      if (where.step !== undefined && exhibit.step?.id !== where.step) return false;
      if (deployment !== undefined && (exhibit.step?.deployment ?? null) !== deployment) return false;
      return !exhibit.step || this.#finished.get(stepKey(exhibit.step)) === exhibit.step.attempt;
    });
  }

  exhibit(id: ExhibitId): Exhibit | undefined {
    return this.#byId.get(id);
  }

  /** The last attempt at a step and how it ended, if it was ever begun; no end when the process died in it. */
  lastAttempt(
    id: string,
    deployment: string | null,
  ): { readonly attempt: number; readonly end?: StepRecord['event'] } | undefined {
    const records = this.exhibitsInOrder.filter(
      exhibit => exhibit.kind === 'step' && exhibit.step.id === id && exhibit.step.deployment === deployment,
    ) as StepRecord[];
    const attempt = Math.max(0, ...records.map(record => record.step.attempt));
    if (attempt === 0) return undefined;
    const end = records.find(record => record.step.attempt === attempt && ends.has(record.event))?.event;
    return { attempt, ...(end ? { end } : {}) };
  }

  stream(body: Body): AsyncIterable<Uint8Array> {
    if (body.withheld) throw new Error(`This body was not kept (${body.withheld}).`);
    const file = bodyFile(this.folder, body.sha256);
    if (!existsSync(file)) throw new Error(`${file} is missing: the run was changed. Run "special-effort verify".`);
    return createReadStream(file, { highWaterMark: 65_536 });
  }

  async bytes(body: Body): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.stream(body)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async text(body: Body): Promise<string> {
    return new TextDecoder().decode(await this.bytes(body));
  }
}

export interface Keeping {
  readonly type?: string | undefined;
  /** Bytes read at most; the rest of a longer source is left unread. */
  readonly limit?: number;
  /** The channel carries credentials: members and parameters with telling names are taken out. */
  readonly sensitive?: boolean;
  /** It holds patients' records that may not touch the disk. */
  readonly withhold?: boolean;
}

/** Above this size a body is written as it comes: nothing that long is a token response. */
const heldInMemory = 1024 * 1024;

/**
 * The archive of a run in progress. Every record is in the operating system's hands before `record` returns: it survives
 * the death of this process (`kill -9`), not the loss of power.
 */
export class EvidenceStore extends Archive {
  readonly #journal: number;
  readonly #redaction: Redaction;
  readonly #key: Buffer;
  readonly #began = performance.now();
  #sequence: number;

  /** @param folder the run's folder; its `evidence/` is created, or continued by a journal of this process's own */
  constructor(folder: string, redaction: Redaction, key: Buffer) {
    super(folder);
    mkdirSync(join(evidenceFolder(folder), 'bodies'), { recursive: true });
    rmSync(join(evidenceFolder(folder), 'incoming'), { recursive: true, force: true });
    const number = journalFiles(folder).length + 1;
    const file = join(evidenceFolder(folder), `journal-${String(number).padStart(4, '0')}.ndjson`);
    this.#journal = openSync(file, 'ax', 0o644);
    this.#redaction = redaction;
    this.#key = key;
    this.#sequence = this.exhibitsInOrder.at(-1)?.sequence ?? 0;
  }

  record<K extends ExhibitKind>(draft: Draft<ExhibitOf<K>>): ExhibitOf<K> {
    const record = {
      ...draft,
      sequence: ++this.#sequence,
      at: new Date().toISOString(),
      elapsed: Math.round((performance.now() - this.#began) * 1000) / 1000,
    };
    const exhibit = { id: identify(record), ...record } as unknown as ExhibitOf<K>;
    writeSync(this.#journal, `${canonical(exhibit)}\n`);
    this.admit(exhibit);
    return exhibit;
  }

  /** Writes bytes under their digest and says what was kept. A source that breaks off is kept as far as it came. */
  async keep(source: Uint8Array | string | AsyncIterable<Uint8Array>, keeping: Keeping = {}): Promise<Body> {
    const limit = keeping.limit ?? 64 * 1024 * 1024;
    const pieces =
      typeof source === 'string' ? [Buffer.from(source)] : source instanceof Uint8Array ? [source] : source;
    const redact = new RedactingStream(this.#redaction, keeping);
    const sink = new Sink(this.folder, keeping.withhold ? this.#key : undefined);
    let read = 0;
    let truncated: Body['truncated'];
    try {
      for await (const piece of pieces) {
        if (read + piece.length > limit) {
          sink.write(redact.push(piece.subarray(0, limit - read)));
          truncated = 'limit';
          break;
        }
        read += piece.length;
        sink.write(redact.push(piece));
      }
    } catch {
      truncated = 'connection';
    }
    sink.write(redact.end());
    return {
      ...sink.close(),
      ...(keeping.type ? { type: keeping.type } : {}),
      ...(truncated ? { truncated } : {}),
      ...(keeping.withhold ? { withheld: 'phi' as const } : {}),
    };
  }

  close(): void {
    closeSync(this.#journal);
  }
}

/** Passes bytes on without the secrets in them. Short texts are seen whole; long ones in windows that overlap. */
class RedactingStream {
  readonly #redaction: Redaction;
  readonly #keeping: Keeping;
  #held: Uint8Array[] = [];
  #size = 0;
  #streaming = false;

  constructor(redaction: Redaction, keeping: Keeping) {
    this.#redaction = redaction;
    this.#keeping = keeping;
  }

  get #idle(): boolean {
    return !this.#keeping.sensitive && !this.#redaction.knowsSecrets;
  }

  push(piece: Uint8Array): Uint8Array {
    if (this.#idle) return piece;
    this.#held.push(piece);
    this.#size += piece.length;
    if (this.#size <= heldInMemory) return new Uint8Array();
    this.#streaming = true;
    const text = this.#redaction.text(this.#take());
    // The tail is held back, so that a secret cut in two by the boundary is still seen whole.
    const keep = Math.min(text.length, this.#redaction.longest);
    this.#hold(Buffer.from(text.slice(text.length - keep), 'latin1'));
    return Buffer.from(text.slice(0, text.length - keep), 'latin1');
  }

  end(): Uint8Array {
    if (this.#size === 0) return new Uint8Array();
    const whole = this.#take();
    if (this.#streaming || !this.#keeping.sensitive) return Buffer.from(this.#redaction.text(whole), 'latin1');
    const text = Buffer.from(whole, 'latin1').toString('utf8');
    return text.includes('\u{fffd}')
      ? Buffer.from(this.#redaction.text(whole), 'latin1')
      : Buffer.from(this.#redaction.sensitiveBody(text, this.#keeping.type));
  }

  #hold(piece: Uint8Array): void {
    this.#held = [piece];
    this.#size = piece.length;
  }

  /** Everything held, one character a byte, so that nothing is lost whatever the encoding. */
  #take(): string {
    const text = Buffer.concat(this.#held).toString('latin1');
    this.#held = [];
    this.#size = 0;
    return text;
  }
}

let incoming = 0;

/** A file that gets its name, its digest, when it is whole. With a key nothing is written and the digest is keyed. */
class Sink {
  readonly #hash = createHash('sha256');
  readonly #folder: string;
  readonly #key: Buffer | undefined;
  readonly #temporary: string;
  #descriptor: number | undefined;
  #size = 0;

  constructor(folder: string, key: Buffer | undefined) {
    this.#folder = folder;
    this.#key = key;
    this.#temporary = join(evidenceFolder(folder), 'incoming', `${process.pid}-${++incoming}`);
    if (key) return;
    mkdirSync(join(evidenceFolder(folder), 'incoming'), { recursive: true });
    this.#descriptor = openSync(this.#temporary, 'wx');
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#size += bytes.length;
    this.#hash.update(bytes);
    if (this.#descriptor === undefined) return;
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
  }

  close(): { sha256: string; size: number } {
    const digest = this.#hash.digest('hex');
    if (this.#key) return { sha256: keyedDigest(this.#key, digest), size: this.#size };
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    const file = bodyFile(this.#folder, digest);
    mkdirSync(join(file, '..'), { recursive: true });
    renameSync(this.#temporary, file);
    return { sha256: digest, size: this.#size };
  }
}
