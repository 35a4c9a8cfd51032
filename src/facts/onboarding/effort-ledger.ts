import { businessDaysBetween, dayWritten } from '../../model/calendar.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type Exchange, header, type JournalEntry } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import { milestones } from '../../model/journal.ts';
import type { Ledger, LedgerStep } from '../../model/ledger.ts';
import { openPages, publishedPages, readingStep } from '../documents/published.ts';
import { approvals } from './approvals.ts';
import { demandsIn } from './demand.ts';
import { fieldMentions } from './field-mentions.ts';
import type { Agreement, Field, FieldKind } from './forms.ts';
import { formLabels } from './registrations.ts';
import { routes } from './routes.ts';
import { registrationForms, type WayIn } from './ways-in.ts';

type Draft = Omit<LedgerStep, 'waited'>;

/** What a field asks for, where it is more than a name. */
const asks: { readonly [kind in FieldKind]?: NonNullable<LedgerStep['asks']> } = {
  sponsor: 'sponsor',
  patients: 'sponsor',
  'security-papers': 'vetting',
  programme: 'programme',
  payment: 'payment',
  'robot-check': 'robot-check',
};
const worthAStep: ReadonlySet<FieldKind> = new Set([
  'phone',
  'business-number',
  'upload',
  'sponsor',
  'patients',
  'security-papers',
  'programme',
  'payment',
]);

/**
 * Every step from the address to the first record: what pages and forms ask for, what programs did, and what people wrote
 * down. Absent when none of it was seen.
 */
export const effortLedger = perVendor({
  id: 'onboarding/effort-ledger',
  from: [readingStep('onboarding')],
  async read(evidence): Promise<Ledger | undefined> {
    const entries = evidence.exhibits('journal');
    const drafts = [...(await fromPages(evidence)), ...entries.map(fromEntry)];
    if (drafts.length === 0) return undefined;
    const record = firstRecord(evidence);
    if (record) {
      drafts.push({
        at: record.at,
        what: `Read a first record: ${new URL(record.request.url).pathname}`,
        who: 'program',
        exhibits: [record.id],
      });
    }
    return ledgerOf(drafts);
  },
});

/** @param drafts in any order */
export function ledgerOf(drafts: readonly Draft[]): Ledger {
  const inOrder = drafts.toSorted((a, b) => (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0));
  const steps = inOrder.map((step, index): LedgerStep => {
    const before = inOrder[index - 1];
    return { ...step, waited: before ? businessDaysBetween(dayWritten(before.at), dayWritten(step.at)) : 0 };
  });
  const [first] = steps;
  const last = steps.at(-1);
  return {
    steps,
    arrived: steps.some(
      ({ what, who }) => (who === 'program' && what.startsWith('Read a first record')) || what === connected,
    ),
    minutes: steps.reduce((sum, { minutes = 0 }) => sum + minutes, 0),
    money: steps.flatMap(({ money }) => (money ? [money] : [])),
    days: first && last ? businessDaysBetween(dayWritten(first.at), dayWritten(last.at)) : 0,
    handovers: steps.filter(({ who }, index) => index > 0 && who !== steps[index - 1]?.who).length,
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const connected = sentence(milestones.connected);

function fromEntry(entry: JournalEntry): Draft {
  const { happenedAt, who = 'us', means, what = 'note', text, about, minutes, money } = entry;
  const isTheirs = who === 'vendor' || what === 'invoice';
  const demand = isTheirs ? demandsIn(text).find(({ strength }) => strength === 'demanded') : undefined;
  const asked = means === 'payment' ? 'payment' : demand?.kind;
  return {
    at: happenedAt,
    what: sentence(means ? milestones[means] : what),
    who,
    ...(text ? { words: shortened(text) } : {}),
    ...(about ? { about } : {}),
    ...(minutes === undefined ? {} : { minutes }),
    ...(money ? { money } : {}),
    ...(asked ? { asks: asked } : {}),
    exhibits: [entry.id],
  };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 160).replace(/\s\S*$/, '')} ...` : line;
}

async function fromPages(evidence: Evidence): Promise<Draft[]> {
  const seen = await routes.read(evidence, undefined);
  if (!seen) return [];
  const published = await publishedPages.read(evidence, undefined);
  const approved = (await approvals.read(evidence, undefined)) ?? new Map<string, string>();
  const at = (way: WayIn): string =>
    evidence.exhibit(way.exhibits.at(-1) ?? way.exhibits[0])?.at ?? evidence.run.startedAt;
  const steps: Draft[] = seen.ways.map(way => ({
    at: at(way),
    what: `${way.found === 'described' ? 'Read' : 'Opened'} ${way.url}${way.behind ? `: ${standsBefore[way.behind]}` : ''}`,
    who: 'us',
    exhibits: way.exhibits,
  }));
  for (const { way, form } of registrationForms(seen.ways)) {
    const others = published ? openPages(published).filter(({ url }) => url !== way.url) : [];
    const told = (field: Field): NonNullable<LedgerStep['documented']> | undefined => {
      if (others.length === 0) return undefined;
      const { told: mention, denied } = fieldMentions(field, others);
      if (denied) return { how: 'denied', place: denied.place };
      return mention ? { how: 'told', place: mention.place } : { how: 'not-told' };
    };
    const required = form.fields.filter(field => field.required);
    const plain = required.filter(({ kind }) => !worthAStep.has(kind) && kind !== 'agreement');
    if (plain.length > 0) {
      steps.push({
        at: at(way),
        what: `Fill in ${plain.map(({ label, name }) => label || name).join(', ')}`.slice(0, 300),
        who: 'us',
        exhibits: way.exhibits,
      });
    }
    for (const field of required.filter(({ kind }) => worthAStep.has(kind))) {
      const documented = told(field);
      const asked = asks[field.kind];
      steps.push({
        at: at(way),
        what: `${field.type === 'file' ? 'Send in' : 'Give'} ${field.label || field.name}`,
        who: field.kind === 'sponsor' ? 'customer' : 'us',
        ...(asked ? { asks: asked } : {}),
        ...(documented ? { documented } : {}),
        exhibits: way.exhibits,
      });
    }
    for (const agreement of way.agreements)
      steps.push({ ...toAgree(agreement, at(way), approved), exhibits: way.exhibits });
    if (way.robotCheck)
      steps.push({
        at: at(way),
        what: `Pass a check for robots (${way.robotCheck}); a program does not`,
        who: 'us',
        asks: 'robot-check',
        exhibits: way.exhibits,
      });
  }
  for (const { id, at: when, value } of evidence.exhibits('measurement', { label: formLabels.issued })) {
    const { page, issued } = value as { readonly page: string; readonly issued: boolean };
    const ends = issued ? 'a client id came back' : 'no client id was found on the page that came back';
    steps.push({ at: when, what: `Send the form at ${page}: ${ends}`, who: 'us', exhibits: [id] });
  }
  for (const page of evidence.exhibits('page', { label: formLabels.sent })) {
    const text = page.text.size < longestAnswer ? await evidence.text(page.text) : '';
    for (const { words, what, who } of afterTheForm) {
      const said = words.exec(text)?.[0];
      if (said) steps.push({ at: page.at, what, words: said, who, exhibits: [page.id] });
    }
  }
  for (const { registrations = [] } of seen.programs) {
    for (const { kind, outcome, exhibits, error } of registrations) {
      const when = evidence.exhibit(exhibits[0])?.at ?? evidence.run.startedAt;
      const ends = {
        registered: 'registered',
        reused: 'registered in an earlier run',
        refused: `refused (${error ?? 'no code'})`,
        unclear: 'neither registered nor refused',
      }[outcome];
      steps.push({ at: when, what: `Register a ${kind} app as a program does: ${ends}`, who: 'program', exhibits });
    }
  }
  return steps;
}

const longestAnswer = 100_000;

/** What the page after a form may still ask for. */
const afterTheForm: readonly { readonly words: RegExp; readonly what: string; readonly who: LedgerStep['who'] }[] = [
  {
    words:
      /[^.\n]*\b((verify|confirm) your e-?mail|check your (inbox|e-?mail)|(confirmation|activation|verification) (e-?mail|link)|we (have )?sent (you )?an? e-?mail)\b[^.\n]*/i,
    what: 'Wait for a mail and follow it',
    who: 'us',
  },
  {
    words:
      /[^.\n]*\b((pending|awaiting|subject to) (our )?(review|approval)|(we|our team|someone) will (review|be in touch|contact you|get back)|under review|once (your request|it) (is|has been) (approved|reviewed))\b[^.\n]*/i,
    what: 'Wait until somebody there decides',
    who: 'vendor',
  },
];

const standsBefore: Readonly<Record<NonNullable<WayIn['behind']>, string>> = {
  'sign-in': 'a page to sign in',
  'robot-check': 'a check for robots',
  'nothing-there': 'nothing is there',
  'not-drawn': 'it could not be drawn',
};

function toAgree(
  { text, sha256, kind }: Agreement,
  at: string,
  approved: ReadonlyMap<string, string>,
): Omit<Draft, 'exhibits'> {
  const approvedBy = approved.get(sha256);
  return {
    at,
    what: kind === 'attestation' ? 'Attest' : 'Agree',
    words: shortened(text),
    who: 'us',
    asks: kind,
    agreement: { sha256, ...(approvedBy ? { approvedBy } : {}) },
  };
}

/** The first answer of a FHIR server that held a patient's record for someone with a token. */
function firstRecord(evidence: Evidence): Exchange | undefined {
  const bases = evidence.run.vendor.deployments.map(({ base }) => `${base}/`);
  return evidence
    .exhibits('exchange')
    .filter(({ request, response }) => {
      const base = bases.find(one => request.url.startsWith(one));
      const isRecord = base !== undefined && /^[A-Z][A-Za-z]+(\/|\?|$)/.test(request.url.slice(base.length));
      return isRecord && response.status === 200 && header(request.headers, 'authorization') !== undefined;
    })
    .toSorted((a, b) => a.sequence - b.sequence)[0];
}
