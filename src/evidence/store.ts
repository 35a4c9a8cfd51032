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
      throw new EvidenceError(
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

/** A fact asked for the text of a patient's record that was never written: it can be told from measurements alone. */
export class BodyWithheld extends Error {
  constructor() {
    super("It holds patients' records and was not kept; what was measured of it while collecting is all there is.");
  }
}

/** What lies in a run's folder cannot be read as evidence; the message says where and what to do. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
}

/** A run's exhibits in memory, and their bodies on disk. */
export class Archive implements Evidence {
  readonly folder: string;
  protected readonly exhibitsInOrder: Exhibit[] = [];
  readonly #byId = new Map<ExhibitId, Exhibit>();
  /** The attempt at each step that facts may see: the last one that finished. */
  readonly #finished = new Map<string, number>();
  /** Intents whose answer a later attempt made its own, with that attempt. */
  readonly #reused = new Map<ExhibitId, number>();

  constructor(folder: string) {
    this.folder = folder;
    for (const file of journalFiles(folder)) for (const exhibit of readJournal(file)) this.admit(exhibit);
  }

  protected admit(exhibit: Exhibit): void {
    this.exhibitsInOrder.push(exhibit);
    this.#byId.set(exhibit.id, exhibit);
    if (exhibit.kind !== 'step') return;
    if (ends.has(exhibit.event)) this.#finished.set(stepKey(exhibit.step), exhibit.step.attempt);
    if (exhibit.settled?.how === 'reused') this.#reused.set(exhibit.settled.intent, exhibit.step.attempt);
  }

  /** Of attempts that did not finish nothing is seen, save answers that a finished one made its own. */
  #isSeen(exhibit: Exhibit): boolean {
    if (!exhibit.step) return true;
    const intent = exhibit.kind === 'exchange' ? exhibit.intent : undefined;
    const attempt = (intent && this.#reused.get(intent)) ?? exhibit.step.attempt;
    return this.#finished.get(stepKey(exhibit.step)) === attempt;
  }

  /** Everything, attempts that were cut short included. */
  get all(): readonly Exhibit[] {
    return this.exhibitsInOrder;
  }

  get run(): RunRecord {
    const run = this.exhibitsInOrder.find(exhibit => exhibit.kind === 'run');
    if (!run)
      throw new EvidenceError(
        `${evidenceFolder(this.folder)} holds no record of a run: the run ended before it began. Begin a new run.`,
      );
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
      return this.#isSeen(exhibit);
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
    if (body.withheld) throw new BodyWithheld();
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

/** Members of a record that are its structure, and no one's text. */
const ownWords = new Set(['kind', 'step', 'label', 'sha256']);
const isExhibitId = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

function whyItBrokeOff({ name, code }: NodeJS.ErrnoException): NonNullable<Body['truncated']> {
  if (name === 'TimeoutError') return 'time';
  return /^(Z_|ERR__ERROR)/.test(String(code)) ? 'encoding' : 'connection';
}

/** Bytes up to which a body is looked at whole before it is written; longer ones are written as they come: nothing that long is a token response. */
export const lookedAtWhole = 1024 * 1024;

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
      // The profile refers to secrets and holds none; it must stay what it was, or the run could not be resumed.
      ...(draft.kind === 'run' ? draft : this.#withoutSecrets(draft)),
      sequence: ++this.#sequence,
      at: new Date().toISOString(),
      elapsed: Math.round((performance.now() - this.#began) * 1000) / 1000,
    };
    const exhibit = { id: identify(record), ...record } as unknown as ExhibitOf<K>;
    writeSync(this.#journal, `${canonical(exhibit)}\n`);
    this.admit(exhibit);
    return exhibit;
  }

  /** Texts may quote anything: error messages, measured values, the words of a page. */
  #withoutSecrets<T>(value: T): T {
    if (typeof value === 'string') return (isExhibitId(value) ? value : this.#redaction.text(value)) as T;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(item => this.#withoutSecrets(item)) as T;
    const members = Object.entries(value).map(([name, member]) => [
      this.#redaction.text(name),
      ownWords.has(name) ? member : this.#withoutSecrets(member),
    ]);
    return Object.fromEntries(members) as T;
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
    const asFarAsItComes = async function* () {
      try {
        yield* pieces;
      } catch (error) {
        truncated = whyItBrokeOff(error as Error);
      }
    };
    try {
      for await (const piece of asFarAsItComes()) {
        if (read + piece.length > limit) {
          sink.write(redact.push(piece.subarray(0, limit - read)));
          truncated = 'limit';
          break;
        }
        read += piece.length;
        sink.write(redact.push(piece));
      }
      sink.write(redact.end());
      return {
        ...sink.close(),
        ...(keeping.type ? { type: this.#redaction.text(keeping.type) } : {}),
        ...(truncated ? { truncated } : {}),
        ...(keeping.withhold ? { withheld: 'phi' as const } : {}),
      };
    } catch (error) {
      sink.abandon();
      throw error;
    }
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
    if (this.#size <= lookedAtWhole) return new Uint8Array();
    this.#streaming = true;
    const text = this.#take();
    const { clean, rest } = this.#redaction.before(text, Math.max(0, text.length - this.#redaction.longest));
    this.#hold(Buffer.from(rest, 'latin1'));
    return Buffer.from(clean, 'latin1');
  }

  end(): Uint8Array {
    if (this.#size === 0) return new Uint8Array();
    const whole = this.#take();
    const isWhole = this.#keeping.sensitive && !this.#streaming;
    const clean = isWhole ? this.#redaction.sensitiveBody(whole, this.#keeping.type) : this.#redaction.text(whole);
    return Buffer.from(clean, 'latin1');
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
    this.#shut();
    const file = bodyFile(this.#folder, digest);
    mkdirSync(join(file, '..'), { recursive: true });
    renameSync(this.#temporary, file);
    return { sha256: digest, size: this.#size };
  }
  /** Leaves nothing behind: what could not be written whole is no body. */
  abandon(): void {
    this.#shut();
    rmSync(this.#temporary, { force: true });
  }

  #shut(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
