import { type Document, type Passage, placeOf, quote } from '../documents/document.ts';

/** Something that the description of an export says, which a reader would stop at. */
export interface Statement {
  readonly about: /** One patient's export is asked of the developer. */
    | 'by-request'
    /** The user makes it. */
    | 'by-user'
    | 'excluded'
    | 'included'
    | 'future-appointments-alone'
    | 'population-refused'
    | 'population-offered'
    | 'password';
  /** Of what is excluded: the kind of information. */
  readonly what?: Beyond;
  readonly quote: string;
  /** Where it stands, for a reader. */
  readonly place: string;
}

/** Kinds of information that products store and exports forget. */
export const beyond = [
  'Billing',
  'Appointments',
  'Messages',
  'Images and Documents',
  'Questionnaires',
  'Consents',
] as const;
export type Beyond = (typeof beyond)[number];

export const wordsFor: Readonly<Record<Beyond, RegExp>> = {
  Billing: /\b(billing|claims?|invoices?|charges?|payments?|financial|ledger|remittances?|accounts? receivable)\b/i,
  Appointments: /\b(appointments?|scheduling|schedules?)\b/i,
  Messages: /\b(messages?|messaging|secure mail|portal communications?)\b/i,
  'Images and Documents':
    /\b(images?|imaging|scans?|scanned|attachments?|documents?|photos?|pdfs?|dicom|faxes|letters)\b/i,
  Questionnaires: /\b(questionnaires?|forms?|surveys?|assessments?)\b/i,
  Consents: /\b(consents?)\b/i,
};

/** What the law leaves out of such an export, or of a designated record set: never a fault. */
const lawful =
  /psychotherapy|legal proceeding|litigation|civil, criminal|audit (log|trail)|\blogs?\b|configuration|system setting|template|user account|password|de-identified|peer review|quality (improvement|assurance)|other patients/i;
const negation = /\b(no|not|never|without|none|free|waived|needn['’]t|nothing)\b|n['’]t\b/i;
const exportWords = /\b(export|extract|ehi|download|copy of (all|the|your) data)/i;
const population =
  /\b(all patients|every patient|population|bulk|multiple patients|entire (database|practice)|whole (practice|database)|practice-wide)\b/i;

const askSomebody =
  /\b(contact|call|e-?mail|write to|ask|reach out to|get in touch with)\b[^.]{0,60}\b(support|help ?desk|client success|customer (success|service|care)|account (manager|rep\w*)|our (team|staff)|us)\b|\b(submit|open|file|raise|create|log|send)\b[^.]{0,40}\b(tickets?|support (case|request)s?|service requests?|a request|cases?)\b|\bby (request|ticket|our staff|our team)\b|\b(upon|on) request\b|\bour (team|staff|engineers?|specialists?) (will|must|runs?|generates?|prepares?|creates?)\b/i;
const bySelf =
  /\b(user|staff|administrator|role|provider)s?\b.{0,120}\b(click|choose|select|press|open|run|start|generate|export)s?\b|\bwithout (us|contacting|our help|assistance|vendor|developer)\b/i;
const exclusion =
  /\b(not|n['’]t) (be |currently |yet )?(included?|exported?|part of|contained?|supported?|available)\b|\b(are|is|were) (excluded|omitted|left out|not in)\b|\bexclud(es|ing)\b|\bexcept(ing)? (for )?|\bdo(es)? not (include|contain|export|cover)\b|\bomits?\b/i;

/** Sentences of a description that say how an export is got and what it leaves out. */
export function statementsIn(document: Document): Statement[] {
  const found: Statement[] = [];
  for (const passage of document.passages) {
    if (passage.navigation || passage.kind === 'code' || passage.kind === 'heading') continue;
    for (const sentence of sentencesOf(passage.text)) {
      const add = (about: Statement['about'], what?: Beyond) =>
        found.push({ about, quote: quote(sentence), place: placeOf(document, passage), ...(what ? { what } : {}) });
      asking(sentence, passage, add);
      if (
        /\b(password|passphrase|decrypt\w*|encrypted)\b/i.test(sentence) &&
        !negation.test(before(sentence, /password|passphrase|decrypt|encrypted/i))
      )
        add('password');
      exclusions(sentence, add);
    }
  }
  return found;
}

const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?;])\s+(?=[A-Z("“])/).filter(sentence => sentence.length > 3);
const before = (sentence: string, what: RegExp): string =>
  sentence
    .slice(0, Math.max(0, sentence.search(what)))
    .split(/\s+/)
    .slice(-7)
    .join(' ');

type Add = (about: Statement['about'], what?: Beyond) => void;

function asking(sentence: string, passage: Passage, add: Add): void {
  const about = `${sentence} ${passage.text.slice(0, 40)} ${passage.headings.at(-1) ?? ''}`;
  const isPopulation = population.test(about) && !/\b(one|single|individual|a) patient/i.test(sentence);
  if (isPopulation) {
    if (
      /\b(not|n['’]t|no) (be )?(available|supported|offered|possible|provided)\b|\bunavailable\b|\bdeclin/i.test(
        sentence,
      )
    )
      add('population-refused');
    else if (exportWords.test(about)) add('population-offered');
    return;
  }
  if (!exportWords.test(about)) return;
  const isAboutReading = /\b(questions?|problems?|help with|more information|assistance (with|in) reading)\b/i.test(
    sentence,
  );
  const isAsked = askSomebody.test(sentence) && !negation.test(before(sentence, askSomebody)) && !isAboutReading;
  if (isAsked) add('by-request');
  else if (bySelf.test(sentence)) add('by-user');
}

function exclusions(sentence: string, add: Add): void {
  if (/\bonly (future|upcoming)\b.{0,30}\bappointments?\b|\b(future|upcoming) appointments? only\b/i.test(sentence)) {
    add('future-appointments-alone', 'Appointments');
    return;
  }
  if (!exclusion.test(sentence) || lawful.test(sentence)) return;
  if (/\bnothing\b|\bno\b.{0,20}\b(is|are) (excluded|omitted)/i.test(sentence)) return;
  const kinds = beyond.filter(kind => wordsFor[kind].test(sentence));
  for (const kind of kinds.slice(0, 2)) add('excluded', kind);
}
