import type { Passage } from '../documents/document.ts';
import { type Mention, type Party, partiesIn } from './parties.ts';
import { headingsAbove, type Setting } from './setting.ts';
import { isNeeded, type Thing } from './things.ts';

/** Who pays, and how that is known. */
export interface Payer {
  readonly party: Party;
  readonly words: string;
  readonly known: 'said' | 'column' | 'heading' | 'you' | 'page' | 'thing';
}

const passive =
  /\b(?:charged|billed|invoiced|payable|paid|borne|due|assessed|levied|passed on|priced)\b(?: (?:directly|in full|separately|annually|monthly))? (?:to|by|from)\b/i;
const active = /\b(?:charge|charges|bill|bills|invoice|invoices|costs?)\s/i;
const predicate =
  /\b(?:pays?|owes?|bears?|purchas(?:e|es|ing)|buys?|subscribes?|(?:is|are|be|been) (?:not |never |\w+ly )?(?:charged|billed|invoiced|required|subject)|(?:is|are) (?:also )?subject to|must (?:also )?(?:pay|purchase|buy)|agrees? to pay)\b/i;
const recipient =
  /\b(?:fees?|charges?|costs?|prices?|pricing|rates?|plans?|price list|free|charge|available)(?: of charge)? (?:for|to|of)\b/i;
const nobody = /\b(?:nobody|no one|none)\b/i;

const firstParty = (text: string): Mention | undefined => partiesIn(text).find(({ counted }) => !counted);

/** "To share a record with an app, patients": the subject is what stands next to its verb, after an opening phrase. */
function subjectBefore(text: string): Mention | undefined {
  for (const part of text.split(/[,:] /).reverse()) {
    const party = firstParty(part);
    if (party) return party;
  }
  return undefined;
}

/** Who the words themselves say pays; the head of a subject comes first: in "developers of apps chosen by patients" it is developers. */
export function payerSaid(text: string): Payer | undefined {
  const said = (mention: Mention | undefined): Payer | undefined =>
    mention && { party: mention.party, words: mention.words, known: 'said' };
  const after = (pattern: RegExp, reach: number): Mention | undefined => {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const from = match.index + match[0].length;
    return firstParty(text.slice(from, from + reach));
  };
  /** "Fees for connecting third-party applications" says what for, not who. */
  const directlyAfter = (pattern: RegExp, reach: number): Mention | undefined => {
    const mention = after(pattern, reach);
    const match = pattern.exec(text);
    const between =
      mention && match ? text.slice(match.index + match[0].length, match.index + match[0].length + mention.at) : '';
    return /\b(?:\w+ing|connections?|access|use|integrations?|interfaces?)\b/i.test(between) ? undefined : mention;
  };
  const byOrTo = after(passive, 70);
  if (byOrTo) return said(byOrTo);
  const verb = predicate.exec(text);
  const subject = verb && subjectBefore(text.slice(0, verb.index));
  if (subject) return said(subject);
  return said(after(active, 35) ?? directlyAfter(recipient, 45));
}

/** The innermost heading that names one party; one that names several decides nothing. */
function partyOfHeadings(headings: readonly string[]): Payer | undefined {
  for (const heading of headings) {
    const parties = [...new Set(partiesIn(heading).map(({ party }) => party))];
    if (parties.length > 1) return undefined;
    if (parties[0]) return { party: parties[0], words: heading, known: 'heading' };
  }
  return undefined;
}

/** "For practices" names a party; "Application access (API)" names a thing. */
const longestAddition = 8;
function isPartyAlone(text: string): boolean {
  const [party] = partiesIn(text);
  return party !== undefined && text.trim().length - party.words.length <= longestAddition;
}

/** The page's "you", where the words speak to somebody. */
const speaksToReader = /\b(?:you|your|yours)\b/i;

/** Who pays by the words, else by the headings above, else by whom the page speaks to, else by what is paid for. */
export function payerOf(
  text: string,
  around: {
    readonly sentence: string;
    readonly passage: Passage;
    readonly setting: Setting;
    readonly thing: Thing | undefined;
  },
): Payer | undefined {
  const { sentence, passage, setting, thing } = around;
  const said = payerSaid(text) ?? (sentence === text ? undefined : payerSaid(sentence));
  if (said) return said;
  const above = headingsAbove(setting, passage);
  const named = partiesIn(sentence).filter(({ counted }) => !counted);
  const only = new Set(named.map(({ party }) => party));
  // An app is often what is paid for; a practice or a patient that words name is whom they speak of.
  const [lone] = only.size === 1 ? named : [];
  if (lone && lone.party !== 'api-user') return { party: lone.party, words: lone.words, known: 'said' };
  const heading = partyOfHeadings(above);
  if (heading) return heading;
  const you = setting.addressee;
  if (you && speaksToReader.test(sentence)) return { party: you, words: 'you', known: 'you' };
  if (setting.addressee === 'source') return { party: 'source', words: 'customers', known: 'page' };
  if (lone) return { party: lone.party, words: lone.words, known: 'said' };
  if (thing && isNeeded(thing) && setting.addressee) {
    return { party: setting.addressee, words: 'whoever the page speaks to', known: 'page' };
  }
  const ownToDevelopers: readonly Thing[] = [
    'registration',
    'client-id',
    'sandbox',
    'documentation',
    'base-urls',
    'listing',
    'review',
  ];
  if (thing && ownToDevelopers.includes(thing) && setting.concernsApi)
    return { party: 'api-user', words: 'whoever makes an app', known: 'thing' };
  return undefined;
}

const payerColumn =
  /\b(?:payer|pays|paid by|charged to|audience|applies to|who|responsible|billed to|customer type|user type)\b/i;

/** "Packages are sold to software vendors", before or after a table, says whose table it is. */
export function payerBeside({ index, headings }: Passage, { document: { passages } }: Setting): Payer | undefined {
  const under = (one: Passage | undefined) => one?.kind === 'text' && one.headings.at(-1) === headings.at(-1);
  const beside = (step: 1 | -1) => {
    let at = index + step;
    while (passages[at]?.kind === 'row') at += step;
    return under(passages[at]) ? passages[at] : undefined;
  };
  for (const text of [beside(-1)?.text, beside(1)?.text]) {
    const said = text && buys.test(text) ? firstParty(text) : undefined;
    if (said) return { party: said.party, words: said.words, known: 'heading' };
  }
  return undefined;
}
const buys = /\b(?:sold|offered|available|apply|applies|charged|billed|invoiced|choose|chooses|pay|pays|for)\b/i;

/** Who pays for a row of a table: by a cell that says so, by the head of its column of prices, by its first cell. */
export function payerOfRow(passage: Passage, priced: string | undefined): Payer | 'nobody' | undefined {
  const cells = passage.cells ?? [];
  const column = cells.find(cell => cell.column && payerColumn.test(cell.column));
  if (column) {
    if (nobody.test(column.text)) return 'nobody';
    const mention = partiesIn(column.text)[0];
    if (mention) return { party: mention.party, words: mention.words, known: 'column' };
  }
  const inHead = priced ? firstParty(priced) : undefined;
  if (inHead) return { party: inHead.party, words: priced!, known: 'column' };
  const [first] = cells;
  const inFirst = first && isPartyAlone(first.text) ? partiesIn(first.text)[0] : undefined;
  return inFirst ? { party: inFirst.party, words: inFirst.words, known: 'column' } : undefined;
}
