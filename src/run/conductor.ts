import { randomBytes } from 'node:crypto';
import { release } from 'node:os';
import { Collector } from '../collect/hands.ts';
import { ownAuthority } from '../collect/network.ts';
import { digestKey } from '../evidence/home.ts';
import { Redaction } from '../evidence/redact.ts';
import { seal } from '../evidence/seal.ts';
import { Archive, BodyWithheld, EvidenceStore } from '../evidence/store.ts';
import type { StepRecord, StepReference } from '../model/exhibit.ts';
import type { AnyFact, FactReader } from '../model/fact.ts';
import { type Step, type Suite, stepId } from '../model/suite.ts';
import type { Topic } from '../model/topic.ts';
import { type Deployment, refusal, type Vendor } from '../model/vendor.ts';
import { sameProfile } from '../vendor/profile.ts';
import { readSecret, SecretMissing, secretsOf } from '../vendor/secrets.ts';
import { casesOf, copyJournal } from './case.ts';
import { createRunFolder, type RunFile, RunFolderError, readRunFile, writeRunFile } from './folder.ts';
import { harness } from './harness.ts';
import type { Progress } from './progress.ts';

export interface Plan {
  /** Absent when a run is resumed with the profile it froze. */
  readonly vendor?: Vendor;
  /** Those of the chosen topics. */
  readonly suites: readonly Suite[];
  readonly folder: string;
  readonly resume?: boolean;
  /** The case that the run joins, where it is not the one it lies in. */
  readonly case?: string;
  readonly authorised?: boolean;
  readonly headed?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One step at one place: what the conductor does next, and what the Playwright adapter calls a test. */
export interface Task {
  readonly topic: Topic;
  readonly step: Step;
  readonly deployment: Deployment | undefined;
}

/** A run in progress: it collects and never judges. */
export class Run {
  readonly vendor: Vendor;
  readonly folder: string;
  /** In the order of each suite. Suites do not wait for each other. */
  readonly tasks: readonly Task[];
  readonly #plan: Plan;
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #collector: Collector;
  readonly #file: RunFile;
  readonly #authorised: boolean;
  readonly #signal: AbortSignal;
  readonly #facts = new Map<string, { readonly seen: string; readonly value: Promise<unknown> }>();

  private constructor(plan: Plan, vendor: Vendor, file: RunFile, store: EvidenceStore, redaction: Redaction) {
    this.#plan = plan;
    this.vendor = vendor;
    this.folder = plan.folder;
    this.#file = file;
    this.#store = store;
    this.#redaction = redaction;
    this.#authorised = plan.authorised ?? false;
    this.#signal = plan.signal ?? new AbortController().signal;
    for (const reference of secretsOf(vendor)) {
      try {
        redaction.register(readSecret(reference));
      } catch {
        // Missing: the step that needs it says so.
      }
    }
    this.#collector = new Collector({ vendor, store, redaction, harness, headed: plan.headed ?? false });
    this.tasks = plan.suites.flatMap(({ topic, steps }) =>
      steps.flatMap(step =>
        (step.per === 'vendor' ? [undefined] : vendor.deployments).map(deployment => ({ topic, step, deployment })),
      ),
    );
  }

  /** Makes a run's folder, or opens it again to go on where it stopped. */
  static open(plan: Plan): Run {
    const topics = plan.suites.map(({ topic }) => topic);
    const startedAt = new Date();
    let vendor = plan.vendor;
    let file: RunFile;
    if (plan.resume) {
      file = readRunFile(plan.folder);
      const begun = new Archive(plan.folder);
      if (begun.all.length === 0)
        throw new RunFolderError(`${plan.folder} holds no evidence: the run ended before it began. Begin a new run.`);
      const frozen = begun.run.vendor;
      if (vendor && !sameProfile(vendor, frozen)) {
        throw new RunFolderError(
          `The profile is not the one that ${plan.folder} was begun with. Leave the profile out to go on with the frozen one, or begin a new run.`,
        );
      }
      vendor = frozen;
      file = { ...file, finishedAt: null, complete: false };
    } else {
      if (!vendor) throw new Error('A new run needs a vendor.');
      // What a run cannot begin without is looked for before it leaves anything behind.
      ownAuthority(vendor);
      createRunFolder(plan.folder);
      const stamp = startedAt.toISOString().replace(/\D/g, '').slice(0, 14);
      file = {
        format: 'special-effort/run@1',
        id: `${vendor.slug}-${stamp}-${randomBytes(3).toString('hex')}`,
        startedAt: startedAt.toISOString(),
        finishedAt: null,
        complete: false,
        vendor: vendor.name,
        harness,
        topics,
      };
    }
    const key = digestKey(file.id);
    const redaction = new Redaction(key);
    writeRunFile(plan.folder, file);
    const store = new EvidenceStore(plan.folder, redaction, key);
    store.record<'run'>({
      kind: 'run',
      run: file.id,
      startedAt: file.startedAt,
      harness,
      node: process.version,
      platform: `${process.platform} ${release()} ${process.arch}`,
      topics,
      suites: plan.suites.map(({ topic, question, steps }) => ({
        topic,
        question,
        steps: steps.map(({ name, permits, per }) => ({ name, permits, per })) as unknown as typeof steps,
      })),
      authorised: plan.authorised ?? false,
      vendor,
    });
    const run = new Run(plan, vendor, file, store, redaction);
    if (!plan.resume) {
      for (const folder of casesOf(plan.folder, vendor, plan.case))
        copyJournal(folder, { runFolder: plan.folder, store, redaction });
    }
    run.#tell({
      event: 'began',
      run: file.id,
      folder: plan.folder,
      vendor: vendor.name,
      steps: run.tasks.length,
      stepsOf: new Map([...Map.groupBy(run.tasks, ({ topic }) => topic)].map(([topic, { length }]) => [topic, length])),
      resumed: plan.resume ?? false,
    });
    return run;
  }

  /** Performs every task, suites side by side, and ends the run. */
  async perform(): Promise<void> {
    const suites = Map.groupBy(this.tasks, ({ topic }) => topic);
    const ends = await Promise.allSettled(
      [...suites.values()].map(async tasks => {
        for (const atOneStep of Map.groupBy(tasks, ({ step }) => step).values()) {
          await Promise.all(atOneStep.map(task => this.attempt(task)));
        }
      }),
    );
    await this.end();
    const fault = ends.find(end => end.status === 'rejected');
    if (fault) throw fault.reason;
  }

  /** One attempt at one task. It resolves whatever the vendor does: only a fault of ours is told as one. */
  async attempt(task: Task): Promise<void> {
    const { topic, step, deployment } = task;
    const place = { topic, step: step.name, deployment: deployment?.id ?? null };
    const before = this.#store.lastAttempt(stepId(topic, step), place.deployment);
    if (before?.end === 'finished') return this.#tell({ event: 'step-finished', ...place });
    if (this.#signal.aborted) return;
    const reference: StepReference = {
      id: stepId(topic, step),
      deployment: place.deployment,
      attempt: (before?.attempt ?? 0) + 1,
    };
    const record = (
      event: StepRecord['event'],
      more: Partial<Pick<StepRecord, 'reason' | 'message' | 'permits'>> = {},
    ) => this.#store.record<'step'>({ kind: 'step', step: reference, event, ...more });

    record('started', { permits: step.permits });
    const lacking = step.lacks?.(this.vendor);
    if (lacking) {
      record('skipped', { reason: 'not-collected', message: lacking });
      return this.#tell({ event: 'step-skipped', ...place, why: lacking });
    }
    const refused = this.#refusal(step, deployment);
    if (refused) {
      record('skipped', { reason: 'not-permitted', message: refused });
      return this.#tell({ event: 'step-skipped', ...place, why: refused });
    }
    this.#tell({ event: 'step-started', ...place });
    try {
      await step.collect(
        this.#collector.hands({
          step: reference,
          permits: step.permits,
          deployment,
          facts: this.#reader,
          signal: this.#signal,
          say: text => this.#tell({ event: 'said', ...place, text: this.#redaction.text(text) }),
        }),
      );
      record('finished');
      this.#tell({ event: 'step-finished', ...place });
    } catch (error) {
      if (this.#signal.aborted) return;
      if (error instanceof SecretMissing) {
        record('skipped', { reason: 'credentials-missing', message: error.message });
        return this.#tell({ event: 'step-skipped', ...place, why: error.message });
      }
      const why = this.#redaction.text((error as Error).stack ?? String(error));
      record('failed', { reason: 'harness-bug', message: why });
      this.#tell({ event: 'step-failed', ...place, why });
    }
  }

  #refusal(step: Step, deployment: Deployment | undefined): string | undefined {
    const when = {
      day: new Date().toISOString().slice(0, 10),
      authorised: this.#authorised,
      // What does not say that it is a sandbox may be where patients are cared for; a step done once may reach each.
      environment: (deployment ? [deployment] : this.vendor.deployments).every(
        ({ environment }) => environment === 'sandbox',
      )
        ? ('sandbox' as const)
        : ('production' as const),
    };
    for (const permission of step.permits) {
      const why = refusal(this.vendor, permission, when);
      if (why) return why;
    }
    return undefined;
  }

  /** Facts are read again when a step that they read from has finished since. */
  get #reader(): FactReader {
    const read = (fact: AnyFact, deployment?: Deployment): Promise<unknown> => {
      const key = fact.per === 'deployment' ? `${fact.id}@${deployment?.id}` : fact.id;
      const seen = fact.from.map((id: string) => this.#store.exhibits('step', { step: id }).length).join();
      const known = this.#facts.get(key);
      if (known?.seen === seen) return known.value;
      const value = (async () => fact.read(this.#store, deployment))().catch(error => {
        if (error instanceof BodyWithheld) return undefined;
        throw error;
      });
      this.#facts.set(key, { seen, value });
      return value;
    };
    return { read } as FactReader;
  }

  /** Closes what is open and seals the evidence; `complete` only when every step came to an end. */
  async end(): Promise<void> {
    // The judge reads for itself, from what lies on the disk.
    this.#facts.clear();
    await this.#collector.close();
    this.#store.close();
    const finishedAt = new Date().toISOString();
    const complete = this.tasks.every(
      ({ topic, step, deployment }) =>
        this.#store.lastAttempt(stepId(topic, step), deployment?.id ?? null)?.end !== undefined,
    );
    writeRunFile(this.folder, { ...this.#file, finishedAt, complete });
    seal(this.folder, finishedAt);
  }

  #tell(progress: Progress): void {
    this.#plan.onProgress?.(progress);
  }
}
