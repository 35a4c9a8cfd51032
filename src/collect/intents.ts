import type { EvidenceStore } from '../evidence/store.ts';
import type { Exchange, ExhibitId, Settlement, StepRecord, StepReference } from '../model/exhibit.ts';
import type { Answer, Left } from '../model/hands.ts';

type Sent = StepRecord & Required<Pick<StepRecord, 'intent'>>;

/**
 * What one attempt at a step sets out to change, and what earlier attempts left behind. A registration or an export that
 * nobody remembers goes on costing the vendor; one sent twice leaves two.
 */
export class Intents {
  readonly #store: EvidenceStore;
  readonly #step: StepReference;
  readonly #answerOf: (exchange: Exchange) => Answer;

  constructor(store: EvidenceStore, step: StepReference, answerOf: (exchange: Exchange) => Answer) {
    this.#store = store;
    this.#step = step;
    this.#answerOf = answerOf;
  }

  /** Of earlier attempts, all that neither was taken back nor failed to arrive, nor is settled in this one. */
  get left(): readonly Left[] {
    const settled = this.#records.flatMap(({ settled, step }) =>
      settled && (settled.how !== 'reused' || step.attempt === this.#step.attempt) ? [settled.intent] : [],
    );
    return this.#sent
      .filter(({ id, step }) => step.attempt < this.#step.attempt && !settled.includes(id))
      .map(({ id, intent: { says, method, url } }) => {
        const exchange = this.#store.all.find(one => one.kind === 'exchange' && one.intent === id) as
          | Exchange
          | undefined;
        return { id, intent: says, method, url, ...(exchange ? { answer: this.#answerOf(exchange) } : {}) };
      });
  }

  /** Records what the next request is to change. */
  declare(says: string, method: string, url: string): ExhibitId {
    const undone = this.#records.flatMap(({ settled }) =>
      settled && settled.how !== 'reused' ? [settled.intent] : [],
    );
    const before = this.#sent.find(({ id, intent }) => intent.says === says && !undone.includes(id));
    if (before)
      throw new Error(
        `"${says}" was already sent, in attempt ${before.step.attempt} at "${this.#step.id}". Look in http.left first, and settle it: an intent is never sent twice.`,
      );
    return this.#store.record<'step'>({
      kind: 'step',
      step: this.#step,
      event: 'intent',
      intent: { says, method, url },
    }).id;
  }

  settle({ id, intent }: Left, how: Settlement): void {
    if (!this.left.some(left => left.id === id))
      throw new Error(`"${intent}" is not among what earlier attempts at "${this.#step.id}" left behind.`);
    this.#store.record<'step'>({ kind: 'step', step: this.#step, event: 'settled', settled: { intent: id, how } });
  }

  get #records(): StepRecord[] {
    const { id, deployment } = this.#step;
    return this.#store.all.filter(
      (exhibit): exhibit is StepRecord =>
        exhibit.kind === 'step' && exhibit.step.id === id && exhibit.step.deployment === deployment,
    );
  }

  get #sent(): Sent[] {
    return this.#records.filter((record): record is Sent => record.intent !== undefined);
  }
}
