import type { Evidence } from '../model/evidence.ts';
import type { ConnectionFailure, Exchange, ExhibitId, StepRecord } from '../model/exhibit.ts';
import type { AnyFact } from '../model/fact.ts';
import type { Deployment } from '../model/vendor.ts';
import type { UntestedReason } from '../model/words.ts';

/** Why a fact is absent, for a reader who must do something about it. */
export interface Absence {
  readonly reason: UntestedReason;
  readonly because: string;
  readonly evidence: readonly ExhibitId[];
}

/**
 * Strongest first. `not-collected` stands three times: "there was no address to ask" explains more than a missing
 * permission does, "nothing came of it" explains less than any other reason, and "nothing was left to ask" less than that:
 * an earlier step knows why.
 */
const order: readonly (UntestedReason | 'no-address' | 'nothing-asked')[] = [
  'harness-bug',
  'profile-wrong',
  'not-in-scope',
  'no-address',
  'not-permitted',
  'credentials-missing',
  'no-test-data',
  'needs-person',
  'blocked-network',
  'vendor-unreachable',
  'not-collected',
  'nothing-asked',
];

interface Cause {
  readonly rank: number;
  readonly because: string;
  readonly evidence: readonly ExhibitId[];
}

const cause = (reason: (typeof order)[number], because: string, evidence: readonly ExhibitId[]): Cause => ({
  rank: order.indexOf(reason),
  because,
  evidence,
});

/** Looks in the steps that the absent facts are read from, and gives the strongest reason found. */
export function whyAbsent(facts: readonly AnyFact[], deployment: Deployment | undefined, evidence: Evidence): Absence {
  const causes = facts.flatMap(fact => fact.from.flatMap((step: string) => causesIn(step, fact, deployment, evidence)));
  const strongest = causes.reduce((a, b) => (b.rank < a.rank ? b : a));
  const reason = order[strongest.rank] ?? 'not-collected';
  return {
    reason: reason === 'no-address' || reason === 'nothing-asked' ? 'not-collected' : reason,
    because: strongest.because,
    evidence: strongest.evidence.length > 0 ? strongest.evidence : [evidence.run.id],
  };
}

function causesIn(step: string, fact: AnyFact, deployment: Deployment | undefined, evidence: Evidence): Cause[] {
  const here = { step, ...(fact.per === 'deployment' && deployment ? { deployment } : {}) };
  // What is read of a deployment may have been collected once for all.
  const where =
    evidence.exhibits('step', here).length > 0 ? here : { step, ...('deployment' in here ? { deployment: null } : {}) };
  const records = evidence.exhibits('step', where);
  const ended = records.at(-1);
  if (!ended) {
    return fact.per === 'deployment' && evidence.run.vendor.deployments.length === 0
      ? [cause('no-address', 'The profile names no deployment. Add one under "deployments".', [evidence.run.id])]
      : [
          cause('not-collected', `The step "${step}" was not reached before the run ended. Go on with --resume.`, [
            evidence.run.id,
          ]),
        ];
  }
  const told = records.filter(record => record.reason).map(record => fromRecord(record));
  const failures = evidence.exhibits('failure', where).map(fromFailure);
  const answers = evidence.exhibits('exchange', where).filter(exchange => exchange.label !== 'control');
  const causes = [...told, ...failures];
  if (causes.length > 0) return causes;
  return [fromAnswers(step, answers, ended)];
}

function fromRecord(record: StepRecord): Cause {
  const reason = record.reason === 'not-collected' ? 'no-address' : (record.reason ?? 'not-collected');
  const because =
    reason === 'harness-bug'
      ? `This program failed while collecting: ${firstLine(record.message)}. Nothing follows for the vendor; please report it.`
      : (record.message ?? `The step "${record.step.id}" did not collect it.`);
  return cause(reason, because, [record.id]);
}

function fromFailure(failure: ConnectionFailure): Cause {
  const what = `${failure.url} could not be reached (${failure.code})`;
  if (failure.phase === 'refused-by-harness') return cause('not-permitted', failure.message, [failure.id]);
  if (failure.phase === 'redirects' || failure.code === 'UNSUPPORTED_SCHEME')
    return cause('vendor-unreachable', failure.message, [failure.id]);
  if (failure.control?.status === 'loopback')
    return cause('vendor-unreachable', `${what}, on our own machine, where no network lies between.`, [failure.id]);
  if (failure.control) return cause('vendor-unreachable', `${what}, while another host answered.`, [failure.id]);
  return cause('blocked-network', `${what}, and nothing shows that the fault is not in our own network.`, [failure.id]);
}

function fromAnswers(step: string, answers: readonly Exchange[], ended: StepRecord): Cause {
  const last = answers.at(-1);
  if (!last) return cause('nothing-asked', `The step "${step}" found nothing to ask for.`, [ended.id]);
  const useful = answers.some(({ response }) => response.status < 400);
  return useful
    ? cause('not-collected', `${last.request.url} answered ${last.response.status}, but not with what this needs.`, [
        last.id,
      ])
    : cause(
        'vendor-unreachable',
        `${last.request.url} answered ${last.response.status}, so there was nothing to read.`,
        [last.id],
      );
}

const firstLine = (text: string | undefined) => (text ?? 'no message').split('\n')[0];
