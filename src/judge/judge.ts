import { BodyWithheld } from '../evidence/store.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AnyFact } from '../model/fact.ts';
import { type FactReader, factReader } from '../model/fact.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import { inForce } from '../model/requirement.ts';
import { type AnyRule, type Setting, topicOf, type Verdict } from '../model/rule.ts';
import type { Deployment } from '../model/vendor.ts';
import type { AttributedTo } from '../model/words.ts';
import { type Catalogue, catalogueOfTheDay } from '../requirements/catalogue.ts';
import { whyAbsent } from './absence.ts';

export interface Judging {
  readonly evidence: Evidence;
  readonly rules: readonly AnyRule[];
  readonly catalogue: Catalogue;
  /** Version of the harness that judges, which need not be the one that collected. */
  readonly harness: string;
  /** Whether the run reached its end, and when. */
  readonly run: { readonly finishedAt: string | null; readonly complete: boolean };
}

/** Evidence and rules make findings. It opens no socket, and dates are those of the run's start. */
export async function judge({ evidence, rules, catalogue, harness, run }: Judging): Promise<Judgement> {
  const { vendor, topics } = evidence.run;
  const chosen = rules.filter(rule => topics.includes(topicOf(rule)));
  const facts = factReader(evidence);
  const day = catalogueOfTheDay(catalogue, evidence.run.startedAt.slice(0, 10));
  const findings: Finding[] = [];
  for (const rule of chosen) {
    const places: (Deployment | undefined)[] =
      rule.per === 'deployment' && vendor.deployments.length > 0 ? [...vendor.deployments] : [undefined];
    for (const deployment of places) {
      const setting: Setting = { vendor, catalogue: day, ...(deployment ? { deployment } : {}) };
      findings.push(...(await apply(rule, setting, { evidence, facts, catalogue })));
    }
  }
  return {
    format: 'special-effort/findings@1',
    run: {
      id: evidence.run.run,
      startedAt: evidence.run.startedAt,
      finishedAt: run.finishedAt,
      complete: run.complete,
      vendor: vendor.name,
      product: {
        ...optional('name', vendor.product.name),
        ...optional('version', vendor.product.version),
        ...optional('chpl', vendor.product.chpl),
      },
      standards: vendor.standards,
      harness: evidence.run.harness,
    },
    judgedBy: { harness, catalogue: { version: catalogue.version, sha256: catalogue.sha256 } },
    findings: findings.sort(byPlace),
  };
}

interface Bench {
  readonly evidence: Evidence;
  readonly facts: FactReader;
  readonly catalogue: Catalogue;
}

/** One rule at one place: reads what it needs, lets it judge, and turns its verdicts into findings. */
async function apply(rule: AnyRule, setting: Setting, bench: Bench): Promise<Finding[]> {
  const { evidence, catalogue } = bench;
  const finding = (what: Pick<Finding, 'outcome' | 'because' | 'evidence'> & Partial<Finding>): Finding => ({
    rule: rule.id,
    topic: topicOf(rule),
    severity: rule.severity,
    confidence: rule.confidence,
    kind: rule.kind,
    attributedTo: attribution(rule, setting.deployment),
    exceptionState: 'unknown',
    deployment: setting.deployment?.id ?? null,
    environment: setting.deployment?.environment ?? null,
    barrier: rule.barrier ?? null,
    cites: rule.cites,
    exceptions: (rule.barrier && catalogue.barriers.get(rule.barrier)?.exceptions) || [],
    remedy: rule.remedy,
    title: what.outcome === 'failed' ? rule.otherwise : rule.says,
    ...(rule.assumes ? { assumes: rule.assumes } : {}),
    ...what,
  });
  const bug = (doing: string, error: unknown) =>
    finding({
      outcome: 'untested',
      reason: 'harness-bug',
      because: `This program failed while ${doing}: ${(error as Error).message ?? error}. Nothing follows for the vendor; please report it.`,
      evidence: [evidence.run.id],
    });

  const notKept = ({ message }: BodyWithheld) =>
    finding({ outcome: 'untested', reason: 'not-collected', because: message, evidence: [evidence.run.id] });

  const cited = rule.cites
    .map((id: string) => catalogue.requirements.get(id))
    .filter(requirement => requirement !== undefined);
  if (cited.length > 0 && !cited.some(requirement => inForce(requirement.inForce, setting.catalogue.day))) {
    return [
      finding({
        outcome: 'inapplicable',
        because: `Nothing that this rule rests on was in force on ${setting.catalogue.day}.`,
        evidence: [evidence.run.id],
      }),
    ];
  }

  if (rule.per === 'deployment' && !setting.deployment) {
    return [
      finding({
        outcome: 'untested',
        reason: 'not-collected',
        because: 'The profile names no deployment. Add one under "deployments".',
        evidence: [evidence.run.id],
      }),
    ];
  }

  const values: Record<string, unknown> = {};
  const missing: AnyFact[] = [];
  for (const [name, fact] of Object.entries<AnyFact>({ ...rule.mayUse, ...rule.needs })) {
    try {
      const value =
        fact.per === 'deployment' && !setting.deployment
          ? undefined
          : await bench.facts.read(fact, setting.deployment as Deployment);
      if (value === undefined && name in rule.needs) missing.push(fact);
      values[name] = value;
    } catch (error) {
      if (!(error instanceof BodyWithheld)) return [bug(`reading "${fact.id}"`, error)];
      if (name in rule.needs) return [notKept(error)];
    }
  }
  if (missing.length > 0)
    return [finding({ outcome: 'untested', ...whyAbsent(missing, setting.deployment, evidence) })];

  try {
    const verdicts = [rule.judge(values, setting)].flat() as Verdict[];
    if (verdicts.length === 0) throw new Error('it came to no verdict');
    const subjects = new Set(verdicts.map(({ subject }) => subject ?? ''));
    if (subjects.size < verdicts.length) throw new Error('it judged one subject twice');
    return verdicts.map(verdict => fromVerdict(rule, verdict, finding, evidence));
  } catch (error) {
    return [bug('judging', error)];
  }
}

function fromVerdict(
  rule: AnyRule,
  verdict: Verdict,
  finding: (what: Pick<Finding, 'outcome' | 'because' | 'evidence'> & Partial<Finding>) => Finding,
  evidence: Evidence,
): Finding {
  const unknown = verdict.exhibits.find(id => !evidence.exhibit(id));
  if (unknown) throw new Error(`it cites ${unknown}, which the run does not hold`);
  const seenOnce = verdict.outcome === 'failed' && rule.corroboration;
  const made = finding({
    outcome: verdict.outcome,
    because: verdict.because ?? `${rule.says}.`,
    evidence: verdict.exhibits.length > 0 ? [...new Set(verdict.exhibits)] : [evidence.run.id],
    ...(verdict.subject === undefined ? {} : { subject: verdict.subject }),
    ...(verdict.attributedTo ? { attributedTo: verdict.attributedTo } : {}),
    ...(verdict.confidence ? { confidence: verdict.confidence } : {}),
    // One run is one sighting, from one place at one time.
    ...(seenOnce ? { confidence: 'likely' as const, corroboration: { asked: seenOnce, seen: 1 } } : {}),
  });
  if (made.outcome !== 'failed' || made.kind !== 'condition-concern' || made.attributedTo === 'developer') return made;
  // 45 CFR 170.404 binds the developer: what someone else runs does not, by itself, show what the developer did.
  return {
    ...made,
    outcome: 'cant-tell',
    title: rule.says,
    because: `${made.because} It is not known to be the developer's doing: this is attributed to ${phrase[made.attributedTo]}.`,
  };
}

const phrase: Record<Exclude<AttributedTo, 'developer'>, string> = {
  source: 'the customer who runs the deployment',
  'relied-upon-software': 'software of others that the product relies on',
  unknown: 'nobody yet (state "host" in the profile)',
};

/** Pages and lists are the developer's; a deployment is its host's. */
function attribution(rule: AnyRule, deployment: Deployment | undefined): AttributedTo {
  if (rule.per === 'vendor') return 'developer';
  return deployment?.host === 'developer' ? 'developer' : deployment?.host === 'customer' ? 'source' : 'unknown';
}

const key = ({ rule, deployment, subject }: Finding) => [rule, deployment ?? '', subject ?? ''];
function byPlace(a: Finding, b: Finding): number {
  const [x, y] = [key(a), key(b)];
  for (const [i, part] of x.entries()) if (part !== y[i]) return part < (y[i] ?? '') ? -1 : 1;
  return 0;
}

const optional = <K extends string>(name: K, value: string | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { [P in K]: string });
