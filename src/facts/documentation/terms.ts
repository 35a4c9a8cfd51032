import type { PublishedPages } from '../documents/published.ts';
import { type Found, libraryOf, passagesOf } from './library.ts';

/** The purposes of 45 CFR 170.404(a)(2)(ii)(A)(1)-(6), for each of which all terms must be published. */
export const purposes = {
  develop: 'developing apps against the API',
  deploy: 'handing apps out and enabling them in production',
  use: "using apps to reach patients' records",
  data: 'what may be done with records once obtained',
  verify: "checking an API User's authenticity",
  register: 'registering apps',
} as const;
export type Purpose = keyof typeof purposes;

/** What a purpose is spoken of in, and what makes words of it a term: someone may, must, must not, need not, pays, waits. */
const spoken: { readonly [purpose in Purpose]: RegExp } = {
  develop:
    /\b(develop(er|ing|ment|s)?|build(ing)?|creat(e|ing)|integrat(e|ing|ion)|write|test(ing)?|sandbox|use (of )?(the|our|this) apis?|api (use|access|licen[cs]e))\b/i,
  deploy:
    /\b(distribut(e|es|ed|ion|ing)|deploy(ed|ment|ing)?|production|go(ing)?[- ]live|publish(ed|ing)?|app (store|gallery|directory)|enabl(e|ed|ing) (in|for|the)|offer (it|them|the app)|launch(ing)? (the|your) app)\b/i,
  use: /\b(access(es|ing)?|retriev(e|ing)|read|use|exchang(e|ing))\b.{0,80}\b(record|data|ehi|health information|patient|resources?)s?\b|\b(patients?|users?|people|person)\b.{0,80}\b(authori[sz]e|consent|grant|permit|sign in|let|allow)/i,
  data: /\b(data|records?|information|ehi)\b.{0,100}\b(obtained|received|retrieved|disclos(e|ed|ure)|retain(ed)?|sell|sold|shared?|stored?|deleted?|theirs|is yours|de-identif|onward|belongs?)\b|\b(received|obtained|retrieved)\b.{0,80}\b(stor|shar|keep|us|sell|disclos|delet)(e[ds]?|ing|s)?\b|\b(sell|share|retain|store|disclose|delete|use|claim)\b( or \w+)?( (of|the|any|such|that|this|patient|patients['’]|obtained|health|all|no|nothing in))* (data|records?|information|ehi)\b/i,
  verify:
    /\b(verif(y|ies|ied|ication)|authentic(ity|ate)|identity|prove|proof|vet(ted|ting)?|confirm(s|ed|ing)? (who|the identity|that)|is what it says|check(s|ed|ing)? (who|the identity)|who (you|they|he|she|a developer|the developer) (is|are)|impersonat\w+)\b/i,
  register: /\b(register(s|ed|ing)?|registration|client[_ ]id|onboard(ing)?)\b/i,
};
/** Beyond the words of terms, sentences that say when something is had or done. */
const binding =
  /\b(may|must|shall|can(not)?|need not|do(es)? not (have|need)|has to|have to|required?|requires|permitted|allowed|prohibited|agree[sd]?|free|fees?|costs?|charge[ds]?|nothing|no|without|within|never|only|immediate(ly)?|at once|automatic(ally)?|days?|grant(s|ed)?|licen[cs]e[ds]?|limit(s|ed|ation)?|subject to|anyone|restrict)/i;
/** Outside terms and prices a sentence counts only when it obliges or permits someone. */
const obliging =
  /\b(you|developers?|apps?|applications?|anyone|users?|patients?|we)\b.{0,60}\b(may|must|shall|can(not)?|need not|do(es)? not have to|agree|are (free|permitted|allowed|required))\b/i;
const ofTermsHeading = /\b(terms|conditions|agreement|licen[cs]e|policy|legal|rules)\b/i;
/** Terms that lie elsewhere are not published. */
const withheld =
  /\b(terms?|agreements?|contracts?|conditions|licen[cs]e|requirements?|process|procedure|details?|instructions?)\b[^.]{0,80}\b(will be |is |are |be )?(provided|supplied|sent|shared|shown|presented|given|made available|available|disclosed|furnished|released|obtained|e-?mailed)\b[^.]{0,60}\b(up)?on (request|approval|registration|contracting|sign(ing|-up))|\b(terms?|agreements?|contracts?|conditions|licen[cs]e)\b[^.]{0,80}\b(provided|sent|shared|shown|presented|given|available|supplied|e-?mailed)\b[^.]{0,40}\b(after|once|during|when|following)\b|\b(contact|call|e-?mail|write to|ask)\b[^.]{0,60}\b(for|to (get|obtain|receive|request|learn))\b[^.]{0,60}\b(terms|agreement|contract|licen[cs]e|conditions|requirements)\b|\b(terms?|agreement|contract|licen[cs]e)\b[^.]{0,40}\bsupplied to (you|developers?)\b[^.]{0,40}\bcontract/i;

/** Where one is told of the terms of a web site's visitors, not of an API. */
const aboutTheSite = /\b(this|our|the) (web ?site|site)\b/i;

export interface TermsReading {
  /** The passage that speaks of each purpose as terms do. */
  readonly terms: { readonly [purpose in Purpose]?: Found };
  /** Passages about a purpose that only mention it. */
  readonly hints: { readonly [purpose in Purpose]?: Found };
  /** Passages by which terms are to be had from somewhere that is not public. */
  readonly withheld: readonly Found[];
  /** The pages read as terms: those registered, and those that call themselves so. */
  readonly places: readonly string[];
}

const readings = new WeakMap<PublishedPages, TermsReading>();

export function termsOf(published: PublishedPages): TermsReading {
  const before = readings.get(published);
  if (before) return before;
  const { documents } = libraryOf(published);
  const business = documents.filter(
    ({ document, page }) =>
      page.reach.some(
        ({ role, clicks }) => (role === 'terms' || role === 'registration' || role === 'fees') && clicks === 0,
      ) ||
      /\b(terms|agreement|licen[cs]e|policy|conditions|registration|registering|register|onboarding|fees|pricing)\b/i.test(
        `${document.title} ${new URL(page.url).pathname}`,
      ),
  );
  const isTerms = ({ page }: (typeof documents)[number]) =>
    page.reach.some(({ role, clicks }) => role === 'terms' && clicks === 0);
  const termsFirst = documents.toSorted((a, b) => Number(isTerms(b)) - Number(isTerms(a)));
  const all = [...passagesOf(termsFirst)].filter(
    ({ passage }) => passage.kind !== 'code' && !aboutTheSite.test(passage.text),
  );
  const inBusiness = new Set(business.map(({ document }) => document));
  const terms: { [purpose in Purpose]?: Found } = {};
  const hints: { [purpose in Purpose]?: Found } = {};
  for (const purpose of Object.keys(purposes) as Purpose[]) {
    const about = all.filter(
      ({ passage }) => spoken[purpose].test(passage.text) || spoken[purpose].test(passage.headings.at(-1) ?? ''),
    );
    const isTerm = ({ passage }: Found) =>
      isSentence(passage.text) && binding.test(passage.text) && !withheld.test(passage.text);
    const ofTerms =
      about.find(
        found =>
          (inBusiness.has(found.document) || found.passage.headings.some(heading => ofTermsHeading.test(heading))) &&
          isTerm(found),
      ) ?? about.find(found => isTerm(found) && isAboutApi(found.passage.text) && obliging.test(found.passage.text));
    if (ofTerms) terms[purpose] = { ...ofTerms, at: Math.max(0, ofTerms.passage.text.search(spoken[purpose])) };
    else if (about[0]) hints[purpose] = about[0];
  }
  const reading = {
    terms,
    hints,
    withheld: all.filter(
      ({ passage }) =>
        withheld.test(passage.text.replace(/\S+@\S+|https?:\/\/\S+/g, 'an address')) &&
        isAboutApi(`${passage.text} ${passage.headings.join(' ')}`, true) &&
        !/\bno\b[^.]{0,20}\b(agreement|contract|terms)\b/i.test(passage.text),
    ),
    places: [...new Set(business.map(({ page }) => page.url))],
  };
  readings.set(published, reading);
  return reading;
}

const isSentence = (text: string): boolean => text.split(/\s+/).length >= 5;
const isAboutApi = (text: string, loosely = false): boolean =>
  /\b(apis?|apps?|applications?|developers?|client|fhir|sandbox|production)\b/i.test(text) ||
  (loosely && /\b(access|registration|integration|partner)\b/i.test(text));
