import { type Passage, placeOf } from '../documents/document.ts';
import {
  amountKeptBack,
  amountStandsElsewhere,
  claimsMoney,
  isFree,
  isPast,
  isReserved,
  perHead,
  priceBasis,
  pricesIn,
  saysPerhaps,
  speaksOfMoney,
  withoutOtherSenses,
} from './money.ts';
import { servesPatients } from './parties.ts';
import { type Payer, payerBeside, payerOf, payerOfRow } from './payer.ts';
import { clausesOf, sentencesOf, type Words } from './sentences.ts';
import { headingsAbove, type Setting } from './setting.ts';
import { isMandatory, isOptional, nameOfThing, sourceHosts, type ThingMention, thingIn } from './things.ts';

/** What one statement about money says, with the words that show it. */
export interface FeeStatement {
  /** The sentence or row, as written. */
  readonly quote: string;
  /** Address, headings and page. */
  readonly place: string;
  readonly url: string;
  readonly passage: Passage;
  /** `free`: nothing is charged. `perhaps`: "there may be fees". `reserved`: nothing is charged today. */
  readonly charge: 'free' | 'charged' | 'perhaps' | 'reserved';
  /** Absent where a careful reader cannot tell. */
  readonly payer?: Payer;
  /** `near`: named in the words themselves, not only in the headings above. */
  readonly thing?: ThingMention & { readonly near: boolean };
  /** Prices as written; none where none stands with it. */
  readonly prices: readonly string[];
  /** `stated` where a price stands with it or near, `elsewhere` where it points to a published place, else `kept-back`. */
  readonly amount: 'stated' | 'elsewhere' | 'kept-back' | 'unstated';
  /** It may be declined. */
  readonly optional: boolean;
  readonly mandatory: boolean;
  /** What the price hangs on, where that is not cost. */
  readonly basis?: { readonly on: 'revenue' | 'competition'; readonly words: string };
  /** "per patient" and the like. */
  readonly perHead?: string;
  /** The customer runs the server itself. */
  readonly sourceHosts: boolean;
  /** The app serves a patient who chose it. */
  readonly servesPatients: boolean;
  /** The page, its title or the words speak of an API or apps. */
  readonly concernsApi: boolean;
}

/** A cell of so many words says something; a shorter one is a label. */
const sentenceOfWords = 8;

/** Every statement about money in one passage. */
export function feeStatementsIn(passage: Passage, setting: Setting): readonly FeeStatement[] {
  if (passage.navigation || passage.kind === 'code' || passage.kind === 'control') return [];
  if (passage.kind !== 'row') return textStatements(passage, setting);
  const row = rowStatement(passage, setting);
  const holdsProse = passage.cells?.some(
    ({ column, text }) => text.split(' ').length >= sentenceOfWords || (column && moneyColumn.test(column)),
  );
  return row.length === 0 && holdsProse ? textStatements(passage, setting) : row;
}

function textStatements(passage: Passage, setting: Setting): readonly FeeStatement[] {
  const text = withoutOtherSenses(passage.text);
  if (!speaksOfMoney(text)) return [];
  const sentences = sentencesOf(text);
  return sentences.flatMap((sentence, at) => {
    if (sentence.text.trimEnd().endsWith('?') || !speaksOfMoney(sentence.text)) return [];
    const before = sentences[at - 1]?.text ?? '';
    const after = sentences[at + 1]?.text ?? '';
    const clauses = clausesOf(sentence);
    return clauses.flatMap((clause, place) =>
      clauseStatement(clause, {
        passage,
        setting,
        sentence,
        before: clauses[place - 1]?.text ?? before,
        after: `${clauses
          .slice(place + 1)
          .map(one => one.text)
          .join(' ')} ${after}`,
      }),
    );
  });
}

interface Around {
  readonly passage: Passage;
  readonly setting: Setting;
  readonly sentence: Words;
  readonly before: string;
  readonly after: string;
}

/** A title such as "Fees: sandbox $50" states a charge; one such as "Fees and charges" only announces statements. */
const onlyAnnounces = (passage: Passage, text: string): boolean =>
  passage.kind === 'heading' && pricesIn(text).length === 0;

function clauseStatement(clause: Words, around: Around): readonly FeeStatement[] {
  const { passage, setting, sentence, before, after } = around;
  const { text } = clause;
  if (!speaksOfMoney(text) || onlyAnnounces(passage, text)) return [];
  if (isPast(text)) return [];
  const free = isFree(text);
  const reserved = !free && (isReserved(text) || (pricesIn(text).length === 0 && isReserved(sentence.text)));
  const perhaps = !free && pricesIn(text).length === 0 && saysPerhaps(text);
  if (!free && !reserved && !perhaps && !claimsMoney(text)) return [];
  const headings = headingsAbove(setting, passage);
  const thing = thingOf([sentence.text, ...(refersBack.test(text) ? [before] : [])], headings, text);
  const payer = payerOf(text, { sentence: sentence.text, passage, setting, thing: thing?.thing });
  const near = [text, sentence.text, after];
  const prices = pricesIn(text);
  const basis = free ? undefined : priceBasis(text);
  const head = free ? undefined : perHead(text);
  return [
    {
      ...placed(passage, setting, passage.text.slice(sentence.at, sentence.at + sentence.text.length)),
      charge: free ? 'free' : reserved ? 'reserved' : perhaps ? 'perhaps' : 'charged',
      ...(payer ? { payer } : {}),
      ...(thing ? { thing } : {}),
      prices,
      amount: amountOf(near, passage, setting),
      optional:
        isOptional(sentence.text) || [before, after].some(saysItIsOptional) || headings.slice(0, 1).some(isOptional),
      mandatory: isMandatory(passage.text),
      ...(basis ? { basis } : {}),
      ...(head ? { perHead: head } : {}),
      sourceHosts: sourceHosts.test(text),
      servesPatients: servesPatients.test(sentence.text) || headings.slice(0, 1).some(one => servesPatients.test(one)),
      concernsApi: setting.concernsApi,
    },
  ];
}

/** "These services are optional": a neighbour counts only where it points back or ahead. */
const saysItIsOptional = (text: string): boolean =>
  /\b(?:it|this|that|these(?: \w+)?|they|both)\b/i.test(text) && isOptional(text);

/** A clause whose subject is only "it" or "the fee" speaks of what was spoken of before. */
const refersBack =
  /^\W*(?:it|this|that|these|they|there|which|then|yes|after (?:this|that)|to keep|(?:the|an?|one|each|our)\s+(?:[\w-]+\s+)?(?:fees?|costs?|charges?|prices?|amount)|fees?|costs?|charges?|pricing|prices?|plans?)\b/i;

/** What a clause is about: its own words first, then those around it; its own "something else" is final. */
function thingOf(near: readonly string[], headings: readonly string[], own: string): FeeStatement['thing'] | undefined {
  const first = thingIn(own);
  if (first) return { ...first, near: true };
  for (const [place, text] of [...near, ...headings].entries()) {
    const found = thingIn(text);
    if (found && found.thing !== 'outside') return { ...found, near: place < near.length };
  }
  return undefined;
}

function amountOf(near: readonly string[], passage: Passage, setting: Setting): FeeStatement['amount'] {
  const [own = '', sentence = ''] = near;
  if (pricesIn(own).length > 0 || pricesIn(sentence).length > 0) return 'stated';
  if (/\d ?%|\bper ?cent\b/i.test(own)) return 'stated';
  if (near.some(amountKeptBack)) return 'kept-back';
  if (near.some(amountStandsElsewhere)) return 'elsewhere';
  const neighbours = setting.document.passages.slice(Math.max(0, passage.index - 2), passage.index + 8);
  return neighbours.some(one => !one.navigation && pricesIn(one.text).length > 0) ? 'stated' : 'unstated';
}

const placed = (passage: Passage, setting: Setting, quote: string) => ({
  quote: quote.trim(),
  place: placeOf(setting.document, passage),
  url: setting.document.url,
  passage,
});

const keptBackInCell = /\bcontact\b|\bon request\b|\bvariable\b|\bvaries\b|\bquote\b|\bcall us\b|\bTBD\b|\bnegotia/i;
const moneyColumn = /\b(?:fees?|prices?|pricing|costs?|charges?|one-?time|monthly|annual(?:ly)?|yearly|rate|amount)\b/i;

/** A row of a fee schedule: cells and the titles of their columns say who, what and how much. */
function rowStatement(passage: Passage, setting: Setting): readonly FeeStatement[] {
  const cells = passage.cells ?? [];
  if (cells.length < 2 || cells.every(cell => cell.column === cell.text)) return [];
  const priced = cells.find(cell => pricesIn(cell.text).length > 0);
  const keptBack = cells.find(cell => cell.column && moneyColumn.test(cell.column) && keptBackInCell.test(cell.text));
  const free = cells.find(
    cell =>
      isFree(cell.text) ||
      (cell.column && moneyColumn.test(cell.column) && /^(?:none|no|free|-|—|0|n\/a)$/i.test(cell.text.trim())),
  );
  const money = priced ?? keptBack ?? free;
  if (!money) return [];
  const headings = headingsAbove(setting, passage);
  const texts = [passage.text, ...cells.flatMap(cell => (cell.column ? [cell.column] : []))];
  const thing = thingOf(texts, headings, passage.text);
  const found = payerOfRow(passage, money.column);
  const isCharged = (priced ?? keptBack) !== undefined && found !== 'nobody' && !isWaived(passage.text);
  const payer =
    found === 'nobody'
      ? undefined
      : (found ??
        payerBeside(passage, setting) ??
        payerOf(passage.text, { sentence: passage.text, passage, setting, thing: thing?.thing }));
  const basis = isCharged ? priceBasis(passage.text) : undefined;
  const head = isCharged ? perHead(`${money.text} ${money.column ?? ''}`) : undefined;
  return [
    {
      ...placed(passage, setting, passage.text),
      charge: isCharged ? 'charged' : 'free',
      ...(payer ? { payer } : {}),
      ...(thing ? { thing } : {}),
      prices: pricesIn(passage.text),
      amount: priced ? 'stated' : keptBack ? 'kept-back' : 'unstated',
      optional: isOptional(passage.text) || headings.slice(0, 1).some(isOptional),
      mandatory: isMandatory([...texts, ...headings].join(' ')),
      ...(basis ? { basis } : {}),
      ...(head ? { perHead: head } : {}),
      sourceHosts: sourceHosts.test(passage.text),
      servesPatients: servesPatients.test(passage.text),
      concernsApi: setting.concernsApi,
    },
  ];
}

const isWaived = (text: string): boolean => /\bwaived\b/i.test(text);

const verbs = {
  charged: 'pays for',
  perhaps: 'may have to pay for',
  reserved: 'may later have to pay for',
  free: 'pays nothing for',
} as const;

/** For a report: the reading in one line, to stand beside the quote. */
export function readingOf({ payer, thing, charge, prices }: FeeStatement): string {
  const who = payer ? nameOfParty[payer.party] : 'somebody';
  const what = thing ? `${nameOfThing[thing.thing]} ("${thing.words}")` : 'something that is not named';
  return `${who} ${verbs[charge]} ${what}${prices.length > 0 ? `, ${prices.join(' and ')}` : ''}`;
}

const nameOfParty = { 'api-user': 'the API User', source: 'the customer', patient: 'the patient' } as const;
