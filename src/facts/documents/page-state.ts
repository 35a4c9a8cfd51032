import { type AddressAnswer, asksForCredentials, leadsToSignIn, refusesRobots, saysWhat } from '../address.ts';
import { type Control, type Document, mainText, type Passage, quote } from './document.ts';

/** What a page is before it is a document. Only `open` was read; `doubt` and what follows says whose move it is. */
export type StateKind =
  /** There is something to read. */
  | 'open'
  /** 404, 410, or another status that says that nothing is here. */
  | 'gone'
  /** Status 200, and a page that says that nothing is here. */
  | 'soft-gone'
  /** The domain is for sale, or nobody's. */
  | 'parked'
  /** No connection, and the fault is not ours. */
  | 'unreachable'
  /** 5xx, or a notice of maintenance: it may pass. */
  | 'server-error'
  /** A password, or an address of signing in, stands before it. */
  | 'login'
  /** An address or agreement is asked for first. */
  | 'gate'
  /** Our client was refused, or a robot check shown: a person might not be. */
  | 'turned-away'
  /** Scripts would have drawn it, and could not be run or did not come to an end. */
  | 'not-drawn'
  /** It came, and we cannot read what it is. */
  | 'unreadable';

export interface PageState {
  readonly kind: StateKind;
  /** The end of a sentence that begins with the address: `answered 404`, `says "Page not found"`. */
  readonly says: string;
  /** The passage that shows it. */
  readonly passage?: Passage;
}

export interface Came {
  readonly answer: AddressAnswer;
  readonly documents: readonly Document[];
  readonly unreadable?: string | undefined;
  /** Whether a browser drew it; `incomplete` is what the browser missed. */
  readonly drawn?:
    | { readonly incomplete?: string | undefined; readonly finalUrl: string; readonly status: number | null }
    | undefined;
}

/** Too little text for documentation; a page of it may still be a note. */
const thinText = 400;
const longestNotice = 2500;

const signIn =
  /\b(sign|log)(ged)?[ -]?(in|on)\b.{0,40}\b(to (view|access|see|read|continue)|required|first)|\byou must (be )?(sign|log)(ged)?[ -]?(in|on)|\bplease (sign|log)[ -]?(in|on)\b|\b(documentation|docs|page|content|portal)\b.{0,40}\b(is|are) (password[- ]protected|(only )?(available|restricted|limited) to (registered|approved|authori[sz]ed|logged))|\b(registered|approved|authori[sz]ed) (users|partners|developers|customers) only\b|\baccess (is )?restricted to\b/i;
const notHere =
  /\b(page|document|file|article|content|resource)\b.{0,40}\b(not|n['’]t|no longer|cannot|could not|can['’]t)( be)? (found|exist|available|located)|\b404\b.{0,20}\b(error|not found|page)|\b(error|fehler) 404\b|\bnot found\b|\b(can|could)(not|n['’]?t) (find|locate)\b.{0,30}\b(page|file|document|resource)|\bdoes(n['’]t| not) exist\b|\bhas been (moved|removed|retired)\b/i;
const forSale =
  /\b(this )?domain( name)?\b.{0,60}\b(for sale|is parked|has expired|may be for sale|expired on)|\bbuy this domain\b|\bparked (free|domain)\b|\bdomain parking\b/i;
const robotCheck =
  /\bjust a moment\b|\bchecking (your|if the site) (browser|connection)|\bverify(ing)? (that )?you are (a )?human\b|\bare you (a )?(human|robot)\b|\bunusual traffic\b|\bpardon our interruption\b|\brequest unsuccessful\. incapsula\b|\baccess denied\b.{0,80}\breference #/i;
const needsScripts =
  /\b(enable|requires?|turn on|without) java ?script\b|\bjava ?script (is )?(required|disabled|must be enabled)|\bloading\b\s*(\.{3}|…)?$/i;
const mayPass =
  /\b(scheduled|under|undergoing|down for|site) maintenance\b|\b(temporarily|currently) unavailable\b|\bback (soon|shortly|online)\b/i;
const accountFirst =
  /\b(create|register for|sign up for|request|open|need|set up)\b.{0,30}\baccount\b.{0,40}\b(to|before|in order to|for)\b.{0,20}\b(view|access|accessing|read|see|get|viewing)\b|\b(register|sign up|request access)\b.{0,20}\b(to|before|in order to)\b.{0,10}\b(view|access|read|see|viewing|reading)\b.{0,60}\b(documentation|docs|reference|guide|specification)/i;
const willSend =
  /\b(send|e-?mail|share|provide|forward)\b.{0,20}\byou\b.{0,40}\b(documentation|docs|guide|specifications?|manual)\b/i;
const askFirst =
  /\b(want|like|wish|interested in|ready) (to )?(see|view|read|access|seeing|reading)\b.{0,40}\b(documentation|docs|guide|reference|specification)\b.{0,80}\b(request|fill|complete|submit|contact|sign up)|\b(to (view|download|access|read|receive|get)|before (viewing|downloading|accessing)|access to)\b.{0,80}\b(documentation|documents?|docs|guide|specification|api|manual)\b/i;
const handOver = /\b(fill (out|in)|complete|submit|provide|enter|request|accept|agree)\b/i;
const agreement = /\b(i (agree|accept)|accept (the |these )?(terms|licen[cs]e|agreement)|agree (to|and continue))\b/i;

/** The state a page was found in, from what came and what it says. Doubtful signs count only where there is little else to read. */
export function stateOf(came: Came): PageState {
  const { answer, documents, unreadable } = came;
  if (answer.kind === 'unreachable') return { kind: 'unreachable', says: saysWhat(answer) };
  if (answer.leadsTo) return { kind: 'gone', says: saysWhat(answer) };
  const document = documents[0];
  const text = document ? mainText(document) : '';
  const short = text.length < longestNotice;
  const find = (pattern: RegExp, kind: StateKind): PageState | undefined => {
    const passage = document && short ? passageWith(document, pattern) : undefined;
    const title = document && short && pattern.test(document.title) ? document.title : undefined;
    if (passage) return { kind, says: `says "${quote(passage.text, passage.text.search(pattern))}"`, passage };
    return title ? { kind, says: `is titled "${quote(title)}"` } : undefined;
  };
  const robots = refusesRobots(answer)
    ? { kind: 'turned-away' as const, says: saysWhat(answer) }
    : find(robotCheck, 'turned-away');
  if (robots) return robots;
  if (asksForCredentials(answer)) return { kind: 'login', says: saysWhat(answer) };
  if (answer.status >= 500) return { kind: 'server-error', says: saysWhat(answer) };
  if (answer.status >= 400) return { kind: 'gone', says: saysWhat(answer) };
  const parked = find(forSale, 'parked');
  if (parked) return parked;
  const passing = text.length < thinText ? find(mayPass, 'server-error') : undefined;
  if (passing && !notHere.test(text)) return passing;
  if (!document) return { kind: 'unreadable', says: unreadable ?? 'holds nothing to read' };
  const login = loginIn(came, document, text);
  if (login) return login;
  const gate = gateIn(document, text, find);
  if (gate) return gate;
  const explains = technicalWords(text) >= 3 || new Set(text.match(/\b[45]\d\d\b/g)).size >= 2;
  if (document.format === 'html' && text.length < 1200 && !explains) {
    const missing = find(notHere, 'soft-gone');
    if (missing) return missing;
  }
  const empty = document.format === 'html' && text.trim().length < thinText;
  if (empty && (came.drawn?.incomplete || (document.scripted && !came.drawn) || find(needsScripts, 'not-drawn'))) {
    const why = came.drawn?.incomplete
      ? `was not drawn to its end: ${quote(came.drawn.incomplete, 0, 200)}`
      : 'shows nothing until scripts have drawn it';
    return { kind: 'not-drawn', says: why };
  }
  return { kind: 'open', says: saysWhat(answer) };
}

/** A JSON answer that asks for a session, or a page whose one errand is a password. */
function loginIn({ drawn }: Came, document: Document, text: string): PageState | undefined {
  if (document.format === 'json') {
    const refused =
      /"(error|message|code|status|detail)"\s*:\s*"[^"]{0,80}\b(unauthori[sz]ed|session (has )?expired|not (logged|signed) in|login required|authentication required)/i;
    return text.length < longestNotice && refused.test(text)
      ? { kind: 'login', says: `answers "${quote(text)}" with status 200` }
      : undefined;
  }
  const asks = passageWith(document, signIn);
  if (drawn && leadsToSignIn(drawn.finalUrl))
    return { kind: 'login', says: `leads a browser to ${drawn.finalUrl}, where one signs in` };
  const password = document.controls.find(({ type }) => type === 'password');
  if (text.length >= 1200 || speaksOfFhir(text)) return undefined;
  if (password) {
    return asks
      ? {
          kind: 'login',
          says: `asks for a password and says "${quote(asks.text, asks.text.search(signIn))}"`,
          passage: asks,
        }
      : {
          kind: 'login',
          says: `shows a field for a password ("${password.text}") and ${text.length} characters of text`,
        };
  }
  return asks && text.length < 800 && !/\b(oauth|patient portal|authorization server)\b/i.test(text)
    ? { kind: 'login', says: `says "${quote(asks.text, asks.text.search(signIn))}"`, passage: asks }
    : undefined;
}

/** An e-mail address, an agreement or a puzzle asked for where documentation should be. */
function gateIn(
  document: Document,
  text: string,
  find: (pattern: RegExp, kind: StateKind) => PageState | undefined,
): PageState | undefined {
  if (document.format !== 'html' || text.length >= longestNotice || technicalWords(text) >= 4) return undefined;
  const forms = Map.groupBy(
    document.controls.filter(({ form }) => form !== undefined),
    ({ form }) => form,
  );
  for (const controls of forms.values()) {
    const state = gateOf(controls, document);
    if (state) return state;
  }
  if (document.controls.some(({ type }) => type === 'robot-check') && text.length < 600) {
    return { kind: 'turned-away', says: 'shows a robot check before anything else' };
  }
  const account = find(accountFirst, 'gate');
  if (account) return account;
  const contact = find(
    /\b(e-?mail|contact|call|write to)\b.{0,60}\b(to (request|receive|obtain|get)|for (a copy of|access to))\b.{0,60}\b(documentation|docs|specifications?|guide|manual)\b/i,
    'gate',
  );
  const granted = find(
    /\b(access|documentation|docs|specifications?|guides?|manual|reference)\b.{0,40}\b(will be |is |are )?(granted|provided|emailed|sent|released)\b.{0,40}\b(after|once|upon|following)\b.{0,40}\b(approval|registration|signing|review|request)/i,
    'gate',
  );
  return contact ?? granted;
}

function gateOf(controls: readonly Control[], document: Document): PageState | undefined {
  const email = controls.find(({ type }) => type === 'email');
  const consent = [...controls, ...document.controls].find(({ text }) => agreement.test(text));
  const asking = document.passages.find(
    ({ text, navigation }) => !navigation && ((askFirst.test(text) && handOver.test(text)) || willSend.test(text)),
  );
  const accepting = document.passages.find(({ text, navigation }) => !navigation && agreement.test(text));
  if (email && asking) {
    return {
      kind: 'gate',
      says: `asks for "${email.text}" and says "${quote(asking.text, Math.max(0, asking.text.search(askFirst)))}"`,
      passage: asking,
    };
  }
  if ((consent || (accepting && controls.some(({ type }) => type === 'checkbox'))) && asking) {
    return {
      kind: 'gate',
      says: `has its reader agree first: "${quote(asking.text, Math.max(0, asking.text.search(askFirst)))}"`,
      passage: asking,
    };
  }
  return undefined;
}

const technical =
  /\b(FHIR|SMART|OAuth|OpenID|scopes?|tokens?|endpoints?|client_id|redirect_uri|authorize|bearer|bundles?|patient\/|observation|capabilitystatement|us core|search parameters?)\b|\bSMART (on FHIR|App)|\$export\b/gi;

/** How many different words of an API's own language a text has. "Smart" in small letters is praise, not a specification. */
export const technicalWords = (text: string): number =>
  new Set(
    (text.match(technical) ?? [])
      .filter(word => word.toLowerCase() !== 'smart' || word === 'SMART')
      .map(word => word.toLowerCase().replace(/s$/, '')),
  ).size;

const speaksOfFhir = (text: string): boolean => technicalWords(text) >= 3;

const passageWith = (document: Document, pattern: RegExp): Passage | undefined =>
  document.passages.find(({ text, navigation }) => !navigation && pattern.test(text));

/** Whether a browser is needed to see what a page says. */
export function needsDrawing(document: Document): boolean {
  if (document.format !== 'html') return false;
  const text = mainText(document).trim();
  return text.length < thinText && (document.scripted === true || needsScripts.test(text));
}
