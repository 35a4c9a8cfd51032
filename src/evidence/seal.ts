import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Body } from '../model/exhibit.ts';
import { identify, sha256 } from './canonical.ts';
import { bodyFile, evidenceFolder, journalFiles, readJournal } from './store.ts';

/** The file `seal.json`: what the evidence was when it was sealed. Judging again never changes it. */
export interface EvidenceSeal {
  readonly format: 'special-effort/seal@1';
  readonly sealedAt: string;
  readonly journals: readonly { readonly file: string; readonly size: number; readonly sha256: string }[];
  readonly bodies: { readonly count: number; readonly sha256: string };
}

/** Digests of all bodies: the name of each file is the digest of what is in it. */
function bodies(runFolder: string): string[] {
  const folder = join(evidenceFolder(runFolder), 'bodies');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap(prefix => readdirSync(join(folder, prefix)))
    .sort();
}

const digestOfBodies = (names: readonly string[]) => ({ count: names.length, sha256: sha256(names.join('\n')) });

/** Seals the evidence of a run that is over. A run that goes on is sealed again at its new end. */
export function seal(runFolder: string, sealedAt: string): EvidenceSeal {
  const sealed: EvidenceSeal = {
    format: 'special-effort/seal@1',
    sealedAt,
    journals: journalFiles(runFolder).map(file => {
      const bytes = readFileSync(file);
      return { file: basename(file), size: bytes.length, sha256: sha256(bytes) };
    }),
    bodies: digestOfBodies(bodies(runFolder)),
  };
  writeFileSync(join(runFolder, 'seal.json'), `${JSON.stringify(sealed, null, 2)}\n`);
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
  const problems: string[] = [];
  const sealFile = join(runFolder, 'seal.json');
  if (!existsSync(sealFile))
    return { sealed: false, problems: [`${sealFile} is missing: the run was never sealed.`], exhibits: 0, bodies: 0 };
  let sealed: EvidenceSeal;
  try {
    sealed = JSON.parse(readFileSync(sealFile, 'utf8'));
  } catch (error) {
    return { sealed: true, problems: [`${sealFile} is not JSON: ${(error as Error).message}`], exhibits: 0, bodies: 0 };
  }
  const present = journalFiles(runFolder);
  for (const { file, size, sha256: digest } of sealed.journals) {
    const path = join(evidenceFolder(runFolder), file);
    if (!existsSync(path)) problems.push(`${path} is missing.`);
    else if (statSync(path).size !== size)
      problems.push(`${path} has ${statSync(path).size} bytes; ${size} were sealed.`);
    else if (sha256(readFileSync(path)) !== digest) problems.push(`${path} was changed.`);
  }
  for (const path of present) {
    if (!sealed.journals.some(({ file }) => file === basename(path))) problems.push(`${path} was added after sealing.`);
  }

  let exhibits = 0;
  const cited = new Set<string>();
  for (const file of present) {
    try {
      for (const exhibit of readJournal(file)) {
        exhibits++;
        if (identify(exhibit) !== exhibit.id) problems.push(`${file}: exhibit ${exhibit.id} was changed.`);
        for (const body of bodiesOf(exhibit)) if (!body.withheld) cited.add(body.sha256);
      }
    } catch (error) {
      problems.push((error as Error).message);
    }
  }

  const names = bodies(runFolder);
  if (digestOfBodies(names).sha256 !== sealed.bodies.sha256) {
    problems.push(
      `${join(evidenceFolder(runFolder), 'bodies')} holds ${names.length} bodies that are not the ${sealed.bodies.count} sealed.`,
    );
  }
  for (const name of names) {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(bodyFile(runFolder, name))) hash.update(piece);
    if (hash.digest('hex') !== name) problems.push(`${bodyFile(runFolder, name)} was changed.`);
  }
  for (const digest of cited) if (!names.includes(digest)) problems.push(`${bodyFile(runFolder, digest)} is missing.`);

  const judgements = join(runFolder, 'judgements');
  for (const name of existsSync(judgements) ? readdirSync(judgements).sort() : [])
    problems.push(...verifyJudgement(join(judgements, name)));
  return { sealed: true, problems, exhibits, bodies: names.length };
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

function verifyJudgement(folder: string): string[] {
  const [sealFile, findings] = [join(folder, 'seal.json'), join(folder, 'findings.json')];
  if (!existsSync(sealFile)) return [`${sealFile} is missing.`];
  if (!existsSync(findings)) return [`${findings} is missing.`];
  try {
    const sealed: JudgementSeal = JSON.parse(readFileSync(sealFile, 'utf8'));
    return sealed.findings === sha256(readFileSync(findings)) ? [] : [`${findings} was changed.`];
  } catch (error) {
    return [`${sealFile} is not JSON: ${(error as Error).message}`];
  }
}

/** Every body that an exhibit names, wherever it stands. */
function bodiesOf(value: unknown): Body[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(bodiesOf);
  const record = value as Record<string, unknown>;
  if (typeof record.sha256 === 'string' && typeof record.size === 'number') return [record as unknown as Body];
  return Object.values(record).flatMap(bodiesOf);
}
