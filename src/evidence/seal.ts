import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Body, Exhibit } from '../model/exhibit.ts';
import { identify, sha256 } from './canonical.ts';
import { bodyFile, evidenceFolder, journalFiles, readJournal } from './store.ts';

/** The file `seal.json`: what the evidence was when it was sealed. Judging again never changes it. */
export interface EvidenceSeal {
  readonly format: 'special-effort/seal@1';
  readonly sealedAt: string;
  /** Digest of `run.json`. */
  readonly run: string;
  readonly journals: readonly { readonly file: string; readonly size: number; readonly sha256: string }[];
  readonly bodies: { readonly count: number; readonly sha256: string };
  /** Digests of the seals this run bore before it was resumed: judgements of those days rest on them. */
  readonly earlier?: readonly string[];
}

/** Digests of all bodies: the name of each file is the digest of what is in it. */
function bodies(runFolder: string): string[] {
  const folder = join(evidenceFolder(runFolder), 'bodies');
  return filesBeneath(folder)
    .map(file => basename(file))
    .filter(name => existsSync(bodyFile(runFolder, name)))
    .sort();
}

function filesBeneath(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

const digestOfBodies = (names: readonly string[]) => ({ count: names.length, sha256: sha256(names.join('\n')) });

/** Seals the evidence of a run that is over. A run that goes on is sealed again at its new end. */
export function seal(runFolder: string, sealedAt: string): EvidenceSeal {
  const sealFile = join(runFolder, 'seal.json');
  const before: EvidenceSeal | undefined = existsSync(sealFile)
    ? JSON.parse(readFileSync(sealFile, 'utf8'))
    : undefined;
  const sealed: EvidenceSeal = {
    format: 'special-effort/seal@1',
    sealedAt,
    run: sha256(readFileSync(join(runFolder, 'run.json'))),
    journals: journalFiles(runFolder).map(file => {
      const bytes = readFileSync(file);
      return { file: basename(file), size: bytes.length, sha256: sha256(bytes) };
    }),
    bodies: digestOfBodies(bodies(runFolder)),
    ...(before ? { earlier: [...(before.earlier ?? []), sha256(readFileSync(sealFile))] } : {}),
  };
  writeFileSync(sealFile, `${JSON.stringify(sealed, null, 2)}\n`);
  return sealed;
}

export interface Verification {
  readonly sealed: boolean;
  /** Each a sentence naming the file; empty when the run is whole. */
  readonly problems: readonly string[];
  readonly exhibits: number;
  readonly bodies: number;
}

/** Reads every byte of a run again and compares it with its seals. */
export async function verify(runFolder: string): Promise<Verification> {
  const sealFile = join(runFolder, 'seal.json');
  const unsealed = (why: string) => ({ sealed: false, problems: [why], exhibits: 0, bodies: 0 });
  if (!existsSync(sealFile)) return unsealed(`${sealFile} is missing: the run was never sealed.`);
  const runFile = join(runFolder, 'run.json');
  const [sealed, run] = [readJson(sealFile), readJson(runFile)];
  if (typeof sealed === 'string' || !Array.isArray(sealed.journals) || !sealed.bodies) {
    const why = typeof sealed === 'string' ? sealed : `${sealFile} is no seal.`;
    return { sealed: true, problems: [why], exhibits: 0, bodies: 0 };
  }
  if (typeof run !== 'string' && run.finishedAt === null)
    return unsealed(`${runFolder} was opened again after it was sealed, and has not ended since. Go on with --resume.`);

  const problems: string[] = [];
  if (typeof run === 'string') problems.push(run);
  else if (sha256(readFileSync(runFile)) !== sealed.run) problems.push(`${runFile} was changed.`);
  const { journals, bodies: sealedBodies } = sealed as unknown as EvidenceSeal;
  const present = journalFiles(runFolder);
  for (const { file, size, sha256: digest } of journals) {
    const path = join(evidenceFolder(runFolder), file);
    if (!existsSync(path)) problems.push(`${path} is missing.`);
    else if (statSync(path).size !== size)
      problems.push(`${path} has ${statSync(path).size} bytes; ${size} were sealed.`);
    else if (sha256(readFileSync(path)) !== digest) problems.push(`${path} was changed.`);
  }
  for (const path of present) {
    if (!journals.some(({ file }) => file === basename(path))) problems.push(`${path} was added after sealing.`);
  }

  let exhibits = 0;
  const cited = new Set<string>();
  for (const file of present) {
    try {
      for (const exhibit of readJournal(file)) {
        exhibits++;
        if (identify(exhibit) !== exhibit.id) problems.push(`${file}: exhibit ${exhibit.id} was changed.`);
        for (const body of bodiesOf(exhibit)) if (body && !body.withheld) cited.add(body.sha256);
      }
    } catch (error) {
      problems.push((error as Error).message);
    }
  }

  const names = bodies(runFolder);
  if (digestOfBodies(names).sha256 !== sealedBodies.sha256) {
    problems.push(
      `${join(evidenceFolder(runFolder), 'bodies')} holds ${names.length} bodies that are not the ${sealedBodies.count} sealed.`,
    );
  }
  for (const name of names) {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(bodyFile(runFolder, name))) hash.update(piece);
    if (hash.digest('hex') !== name) problems.push(`${bodyFile(runFolder, name)} was changed.`);
  }
  const held = new Set(names);
  for (const digest of cited) if (!held.has(digest)) problems.push(`${bodyFile(runFolder, digest)} is missing.`);
  const known = new Set([...present, ...names.map(name => bodyFile(runFolder, name))]);
  for (const file of filesBeneath(evidenceFolder(runFolder)))
    if (!known.has(file)) problems.push(`${file} is no part of the evidence.`);

  problems.push(...verifyJudgements(runFolder, sealed as unknown as EvidenceSeal));
  return { sealed: true, problems, exhibits, bodies: names.length };
}

/** The object in a file, or a sentence saying why there is none. */
function readJson(file: string): Record<string, unknown> | string {
  if (!existsSync(file)) return `${file} is missing.`;
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return content !== null && typeof content === 'object'
      ? (content as Record<string, unknown>)
      : `${file} is no JSON object.`;
  } catch (error) {
    return `${file} is not JSON: ${(error as Error).message}`;
  }
}

/** A judgement has a seal of its own, over its findings and the evidence they rest on. */
export interface JudgementSeal {
  readonly format: 'special-effort/judgement-seal@1';
  readonly findings: string;
  readonly evidence: string | null;
}

export function sealJudgement(folder: string, runFolder: string): void {
  const sealFile = join(runFolder, 'seal.json');
  const sealed: JudgementSeal = {
    format: 'special-effort/judgement-seal@1',
    findings: sha256(readFileSync(join(folder, 'findings.json'))),
    evidence: existsSync(sealFile) ? sha256(readFileSync(sealFile)) : null,
  };
  writeFileSync(join(folder, 'seal.json'), `${JSON.stringify(sealed, null, 2)}\n`);
}

/** The folders of a run's judgements, oldest first. */
export function judgementsOf(runFolder: string): string[] {
  const folder = join(runFolder, 'judgements');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter(name => /^\d{4,}$/.test(name))
        .sort()
    : [];
}

/** Each judgement against its seal, and the run's `findings.json` against the newest of them. */
function verifyJudgements(runFolder: string, seal: EvidenceSeal): string[] {
  const folder = join(runFolder, 'judgements');
  const names = judgementsOf(runFolder);
  const seals = [sha256(readFileSync(join(runFolder, 'seal.json'))), ...(seal.earlier ?? [])];
  const problems = names.flatMap(name => verifyJudgement(join(folder, name), seals));
  const shown = join(runFolder, 'findings.json');
  const newest = join(folder, names.at(-1) ?? '', 'findings.json');
  if (names.length === 0 || !existsSync(newest)) return problems;
  if (!existsSync(shown)) problems.push(`${shown} is missing.`);
  else if (!readFileSync(shown).equals(readFileSync(newest))) problems.push(`${shown} is not ${newest}.`);
  return problems;
}

function verifyJudgement(folder: string, seals: readonly string[]): string[] {
  const [sealFile, findings] = [join(folder, 'seal.json'), join(folder, 'findings.json')];
  const sealed = readJson(sealFile);
  if (typeof sealed === 'string') return [sealed];
  if (!existsSync(findings)) return [`${findings} is missing.`];
  return [
    ...(sealed.findings === sha256(readFileSync(findings)) ? [] : [`${findings} was changed.`]),
    // Judged before the run was ever sealed (it was cut short), it rests on no seal.
    ...(sealed.evidence === null || seals.includes(String(sealed.evidence))
      ? []
      : [`${findings} rests on evidence that was sealed otherwise.`]),
  ];
}

/** Every body that an exhibit names. */
function bodiesOf(exhibit: Exhibit): (Body | undefined)[] {
  switch (exhibit.kind) {
    case 'exchange':
      return [exhibit.request.body, exhibit.response.body];
    case 'page':
      return [exhibit.dom, exhibit.text, exhibit.screenshot, exhibit.blocks];
    case 'file':
      return [exhibit.body];
    case 'tls':
      return [exhibit.application?.body];
    case 'journal':
      return [...exhibit.attachments];
    default:
      return [];
  }
}
