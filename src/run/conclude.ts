import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceSeal, judgementsOf, sealJudgement } from '../evidence/seal.ts';
import { Archive } from '../evidence/store.ts';
import { effortLedger } from '../facts/onboarding/effort-ledger.ts';
import { counts, exitCode } from '../judge/exit-code.ts';
import type { FailOn } from '../judge/narrowing.ts';
import { type Judged, judgeFolder, loadLaw } from '../judge/offline.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import { html } from '../report/html.ts';
import { json } from '../report/json.ts';
import { junit } from '../report/junit.ts';
import type { ReportInput } from '../report/report.ts';
import { RunFolderError, readRunFile, writeWhole } from './folder.ts';
import { harness } from './harness.ts';

export const formats = ['html', 'json', 'junit'] as const;
export type Format = (typeof formats)[number];

/** Where each report lies in a run's folder. */
export const reportFiles: Record<Format, string> = {
  html: 'report.html',
  json: 'findings.json',
  junit: 'report.junit.xml',
};

export interface Conclusion {
  readonly runDir: string;
  readonly exitCode: number;
  readonly counts: Record<Finding['outcome'], number>;
}

export interface Concluding {
  readonly patients?: 'keep' | 'pseudonymise';
  /** Of the failed findings, those that count for the exit code. */
  readonly failOn?: FailOn;
}

/** Judges a run and writes its reports: a new judgement beside any older one. */
export async function conclude(folder: string, options: Concluding): Promise<Conclusion> {
  const { finishedAt, complete } = readRunFile(folder);
  const judged = await judgeFolder(folder, harness, { finishedAt, complete });
  keepJudgement(folder, json(judged.judgement));
  await report(folder, judged, options, formats);
  const { findings } = judged.judgement;
  return {
    runDir: folder,
    exitCode: exitCode(findings, judged.evidence, options.failOn ? findings.filter(options.failOn) : findings),
    counts: counts(findings),
  };
}

/** A judgement of its own beside the older ones. It appears whole and sealed, or not at all. */
function keepJudgement(folder: string, findings: string): void {
  const number = String(judgementsOf(folder).length + 1).padStart(4, '0');
  const incoming = join(folder, 'judgements', `${number}.new`);
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true });
  writeFileSync(join(incoming, 'findings.json'), findings);
  sealJudgement(incoming, folder);
  renameSync(incoming, join(folder, 'judgements', number));
}

/** Writes the reports of the newest judgement again. */
export async function reportAgain(folder: string, options: Concluding, wanted: readonly Format[]): Promise<string[]> {
  readRunFile(folder);
  const file = join(folder, 'findings.json');
  if (!existsSync(file))
    throw new RunFolderError(
      `${folder} was never judged: it holds no findings.json. Run "special-effort judge ${folder}".`,
    );
  let judgement: Judgement;
  try {
    judgement = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RunFolderError(
      `${file} is not JSON (${(error as Error).message}). Run "special-effort judge ${folder}", which writes it again.`,
    );
  }
  return report(folder, { judgement, evidence: new Archive(folder), ...(await loadLaw()) }, options, wanted);
}

async function report(
  folder: string,
  { judgement, evidence, catalogue, rules, coverage }: Judged,
  options: Concluding,
  wanted: readonly Format[],
): Promise<string[]> {
  const synthetic = evidence.run.vendor.deployments.every(({ data }) => data === 'synthetic');
  const sealFile = join(folder, 'seal.json');
  const ledger = evidence.run.topics.includes('onboarding') ? await effortLedger.read(evidence, undefined) : undefined;
  const input: ReportInput = {
    judgement,
    evidence,
    catalogue: {
      requirement: id => catalogue.requirements.get(id),
      barrier: id => catalogue.barriers.get(id),
      exception: id => catalogue.exceptions.get(id),
    },
    rule: id => rules.find(rule => rule.id === id),
    coverage: coverage.requirements,
    ...(ledger ? { ledger } : {}),
    ...(existsSync(sealFile) ? { seal: JSON.parse(readFileSync(sealFile, 'utf8')) as EvidenceSeal } : {}),
    options: { patients: options.patients ?? (synthetic ? 'keep' : 'pseudonymise') },
  };
  const write: Record<Format, () => Promise<string> | string> = {
    html: () => html(input),
    json: () => json(judgement),
    junit: () => junit(input),
  };
  const files: string[] = [];
  for (const format of wanted) {
    const file = join(folder, reportFiles[format]);
    writeWhole(file, await write[format]());
    files.push(file);
  }
  return files;
}
