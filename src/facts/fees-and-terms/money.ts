/** What words say of money: a price, a fee without one, or that there is none. */

const price =
  /\bUSD ?\d[\d,]*(?:\.\d+)?|(?:US|USD|C|€|£)?[$€£] ?\d[\d,]*(?:\.\d+)?(?: ?(?:k|million)\b)?|\b\d[\d,]*(?:\.\d+)? ?(?:US )?(?:dollars?|cents?|USD)\b|\b(?:one|two|three|five|ten) (?:cents?|dollars?)\b/gi;

/** Prices above nothing, as written. */
export const pricesIn = (text: string): readonly string[] =>
  [...text.matchAll(price)].map(([words]) => words.trim()).filter(words => /[1-9]|one|two|three|five|ten/i.test(words));

const feeNoun =
  '(?:fees?|charges?(?! (?:nurse|item|master|amount|capture|code))|costs?(?! (?:of care|center|sharing|to beneficiary))|pric(?:es?|ing)|quot(?:e|ation)s?|subscriptions?|royalt(?:y|ies)|(?:revenue|profit)[- ]shar(?:e|ing)|surcharges?|tariffs?|invoices?)';
const payVerb =
  '(?:pay(?:s|ing|able)?|paid|charg(?:ed|es?|ing)|reimburs(?:e|es|ed)|remit(?:s|ted)?|dues|deposit|bill(?:ed|s)?|invoiced?|costs?|purchas(?:es?|ed|ing)|buys?|subscribes?|priced|chargeable)';

/** Words that look like money and are not. */
const otherSenses =
  /\b(?:plus|and|exclusive of|excluding|including|net of) (?:any |all |applicable |sales )*tax(?:es)?\b|\b(?:you|developers?|licensees?|partners?) (?:may|can|are free to) (?:charge|sell)\b[^.,;]{0,60}|\bin charge of\b|\bfree (?:of (?:malware|viruses|defects|errors|bugs)|text|from)\b|\bfree to\b|\broyalty-free\b|\bpay attention\b|\bprice transparency\b|\bat (?:their|your|its) own (?:cost|expense)\b|\bcosts? (?:and|or) limitations?\b|\b[a-z]+\.[a-z]*(?:cost|charge|fee|price)[a-z]*\b|\bcost[A-Z]\w+|\bChargeItem\w*|\b\w+\.csv\b/gi;

/** The text with what only looks like money blanked, letter for letter. */
export const withoutOtherSenses = (text: string): string =>
  text.replace(otherSenses, words => ' '.repeat(words.length));

const anyMoney = new RegExp(`\\b(?:${feeNoun}|${payVerb}|free|fee-free|complimentary|waived)\\b`, 'i');
/** Whether words speak of money at all: cheap, and asked of every sentence. */
export const speaksOfMoney = (text: string): boolean =>
  anyMoney.test(text) || pricesIn(text).length > 0 || shareOfRevenue.test(text);

const negation = "(?:no|not|never|without|none|nothing|neither|nor|zero|cannot|n['’]t|nobody|no one)";
const money = `(?:${feeNoun}|${payVerb}|licen[cs]e|contract|payment|share of)`;
const freeOfCharge = new RegExp(
  [
    // "no separate fee", "do not charge", "without an NDA, contract or fee": the noun within some words of the negation.
    `(?<!\\w-)\\b${negation}\\b(?! (?:only|later|less|fewer|more|refund|refundable|include|limited|affiliat))(?:[\\s,]+[\\w'’-]+){0,9}?[\\s,]+${money}\\b`,
    `n['’]t (?:[\\w'’-]+ ){0,4}${money}\\b`,
    `\\b${money}\\b(?: (?:is|are|has been|have been|will be))?:? (?:none|nothing|nobody|waived|free|n/a|no|zero)\\b`,
    `\\b${payVerb}\\b (?:\\w+ ){0,3}?(?:nothing|not a (?:cent|penny|dollar)|no fees?)\\b|\\bnot a (?:cent|penny)\\b`,
    `\\b(?:free|complimentary|fee-free|waived|cost-free)\\b`,
    `\\b(?:at|for) no (?:additional |extra |further )?(?:cost|charge)`,
    `[$€£] ?0(?:\\.0+)?\\b(?!\\.\\d*[1-9])`,
    `\\bas (?:a )?part of (?:the|your|their|every|each)\\b|\\b(?:is|are) (?:a )?part of (?!(?:the|a|our) (?:\\w+ )?paid)(?:the|your|their|every|each)\\b|\\b(?:is|are) included (?:in|with)\\b|\\bincluded (?:in|with) (?:the|your|their|its|all|an?)\\b|^included\\b`,
  ].join('|'),
  'i',
);
const freeAlthoughPriced =
  /\bwaived\b|\bno longer (?:charge|apply|pay|collect|required)|\bused to (?:cost|charge|be)\b/i;
const notFree =
  /\bnot (?:a )?free\b|\bfree (?:for|during) (?:a |the )?(?:first|\d)|\bfree (?:trial|period|tier|quota)\b/i;

/** "We do not charge", "at no cost", "fees: none". A price in the same breath is charged all the same, unless it is waived. */
export function isFree(text: string): boolean {
  if (freeAlthoughPriced.test(text)) return true;
  if (notFree.test(text) || pricesIn(text).length > 0) return false;
  return freeOfCharge.test(text);
}

const past = /\b(?:until \d{4}|used to|formerly|previously|in the past|earlier versions?)\b/i;
/** Told of days gone by. */
export const isPast = (text: string): boolean => past.test(text);

const claim = new RegExp(
  [
    `\\b(?:must|shall|will|agrees? to|required to|needs? to|has to|have to|is to|are to) (?:\\w+ ){0,3}?(?:pay|purchase|buy|subscribe|be (?:charged|billed|invoiced)|reimburse|remit)\\b`,
    `\\b(?:pays?|(?:is|are|be|will be) (?:\\w+ly )?(?:charged|billed|invoiced|priced|payable|purchased)|subject to (?:\\w+[ -]){0,4}?${feeNoun}|we (?:charge|bill|invoice)|(?:will|shall) (?:charge|bill|invoice)|payable|purchasing)\\b`,
    `\\b${feeNoun}\\b[^.]{0,60}?\\b(?:appl(?:y|ies)|(?:is|are) (?:due|set|calculated|determined|based|provided|quoted|agreed|stated|negotiated|required|needed|charged|collected|payable|assessed)|depends? on|var(?:y|ies))\\b`,
    `\\b(?:requires?|is (?:also )?subject to|subscribe to|purchase of|payment of) (?:an? |the )?(?:\\w+[ -]){0,3}?(?:${feeNoun}|licen[cs]e fee)\\b`,
    `\\b(?:pricing|prices?|rates?|quot(?:e|ation)s?)\\b[^.]{0,40}\\b(?:available|on request|upon request|inquire|contact)`,
    `\\b(?:costs?)\\b (?:\\w+ ){0,4}?(?:[$€£]|\\d)`,
    `\\bpaid (?:\\w+ ){0,2}?(?:subscriptions?|plans?|tiers?|licen[cs]es?|memberships?)\\b|\\b(?:sales|staff|team)\\b[^.]{0,40}\\bquote\\b`,
    `\\bvariable ${feeNoun}\\b|\\b(?:provides?|discuss|obtain|receive|request|get) (?:\\w+ ){0,3}?(?:pricing|prices|quot(?:e|ation)s?)\\b`,
    `\\bcan be purchased\\b|\\bis sold\\b`,
    `\\b(?:revenue|profit)[- ]shar(?:e|ing)\\b|\\broyalt(?:y|ies)\\b`,
  ].join('|'),
  'i',
);
/** A charge is stated, with or without a price. */
export const claimsMoney = (text: string): boolean =>
  pricesIn(text).length > 0 || claim.test(text) || shareOfRevenue.test(text);

const possibility = new RegExp(
  `\\b(?:may|might|could)\\b(?: also)? (?:be (?:\\w+ly )?(?:charged|billed|invoiced|required to pay|subject to|${feeNoun}|associated)|include (?:an? )?(?:\\w+ )?${feeNoun}|apply|incur|involve|have|carry|charge)\\b|\\b(?:may|might|could) require (?:\\w+ ){0,4}?(?:pay|${feeNoun})|\\bthere (?:may|might|could) be\\b[^.]{0,40}${feeNoun}|\\b${feeNoun}\\b[^.]{0,30}\\b(?:may|might|could)\\b`,
  'i',
);
/** "There may be fees". */
export const saysPerhaps = (text: string): boolean => possibility.test(text);

const future =
  /\breserves? the right to (?:\w+ ){0,4}?(?:charge|introduce|impose|establish|set|add|levy|begin)|\b(?:may|might|could) (?:\w+ ){0,2}?(?:introduce|impose|start|begin)\b[^.]{0,60}\b(?:fees?|charg|future|later)|\b(?:may|might|could) (?:\w+ ){0,2}?charge\b[^.]{0,60}\b(?:future|later)|\b(?:charge|fees?)\b[^.]{0,30}\bin (?:the )?future\b|\bif (?:this|fees?|that) (?:should )?(?:ever )?(?:be |change)/i;
/** Nothing is charged today, and the right to do so is kept. */
export const isReserved = (text: string): boolean => future.test(text);

const undisclosedCue =
  /\b(?:sales|staff|team)\b[^.]{0,40}\bquote\b|\bcontact (?:(?:our|the|your|us|an?|integration|solution|account)\s+){0,3}(?:sales|account (?:manager|representative|executive)|representative|business development|us)\b[^.]{0,60}(?:\b(?:pric|quot|cost|fee|rate)|$)|\bcontact (?:\w+ ){0,3}sales\b|\b(?:up)?on request\b|\b(?:request|ask (?:us )?for|obtain|receive) an? (?:price )?quot|\bprice quotation\b|\bplease inquire\b|\b(?:up)?on (?:inquiry|enquiry|application)\b|\b(?:communicated|provided|advised|disclosed|agreed) (?:to (?:you|developer|licensee) )?separately\b|\bthen-applicable\b|\bask your (?:\w+ )?(?:account|sales)|\bset (?:forth|out) in (?:an?|the|their|your|its|our)\b|\b(?:as )?(?:specified|stated|defined|provided|described|agreed|listed) in (?:an?|the|their|your|its|our|each) (?:[\w'’]+ ){0,2}(?:order|ordering|agreement|contract|statement of work|schedule|exhibit|proposal)|\bin an? (?:order form|statement of work|proposal|quote|separate agreement)\b|\b(?:stated|set forth|set out|listed|specified) in (?:schedule|exhibit|appendix|annex)\b|\bavailable from (?:our|the|your) (?:\w+ )?(?:sales|account|representative)|\bdepends? on\b(?![^.]*[$€£])|\bto be (?:agreed|negotiated|determined)\b|\bvariable (?:fees?|charges?|pricing|costs?)\b|\b(?:fees?|charges?|costs?) (?:may |will |shall )?(?:var(?:y|ies)|apply)\b|\bapplicable (?:fees?|charges?)\b|\bdetermined? (?:case by case|individually|by us)\b|\bcase by case\b|\bthen-current\b|\bnegotiat/i;
/** Words by which an amount is kept for another conversation. */
export const amountKeptBack = (text: string): boolean => undisclosedCue.test(text);

const elsewhere =
  /\b(?:fee schedule|price list|pricing (?:page|table)|rate card|table (?:below|above)|(?:listed|shown|stated|described|given) (?:below|above|here|on this page)|following (?:fees|table|prices))\b/i;
/** The amount is said to stand in a published place. */
export const amountStandsElsewhere = (text: string): boolean => elsewhere.test(text);

const earnings =
  '(?:revenues?|sales(?! (?:department|team|staff|rep|office|people))|income|profits?|earnings|receipts)';
const shareOfRevenue = new RegExp(
  `\\b(?:revenue|profit|income)[- ]shar(?:e|ing)\\b|\\broyalt(?:y|ies)\\b(?!-free)|(?:\\d ?%\\)?|\\bper ?cent(?: \\(\\d+ ?%\\))?|\\b(?:percentage|share|portion)) (?:of|on) (?:\\w+ ){0,4}?${earnings}\\b`,
  'i',
);
const byEarnings = new RegExp(
  `\\b(?:based on|according to|proportional to|depend(?:s|ing)? (?:up)?on|tied to|linked to|taking|reflects?|reflecting)\\b[^.;]{0,80}\\b(?:${earnings}|valuation|value|funding)\\b`,
  'i',
);
const byCompetition = /\bcompet(?:e|es|ing|itors?|itive)\b/i;
/** What a price hangs on, where that is not cost: the words. */
export function priceBasis(
  text: string,
): { readonly on: 'revenue' | 'competition'; readonly words: string } | undefined {
  const revenue = shareOfRevenue.exec(text) ?? byEarnings.exec(text);
  if (revenue) return { on: 'revenue', words: revenue[0] };
  const competition = byCompetition.exec(text);
  return competition ? { on: 'competition', words: competition[0] } : undefined;
}

/** A price for each head rather than for what serving one costs. */
export const perHead = (text: string): string | undefined =>
  /\b(?:per|for each|for every) (?:\w+ )?(?:patients?|members?|users?|lives|enrollees?)\b/i.exec(text)?.[0];
