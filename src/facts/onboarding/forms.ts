import { createHash } from 'node:crypto';
import { load } from 'cheerio/slim';

/** What a field asks for, by its label, its name and its kind of control. */
export const fieldKinds = [
  'app-name',
  'app-details',
  'redirect',
  'launch',
  'keys',
  'client-kind',
  'scopes',
  'person',
  'email',
  'phone',
  'address',
  'organization',
  'website',
  'privacy-policy',
  'account',
  'password',
  'business-number',
  'sponsor',
  'patients',
  'security-papers',
  'programme',
  'payment',
  'upload',
  'agreement',
  'robot-check',
  'other',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export interface Field {
  readonly label: string;
  readonly name: string;
  readonly type: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** What can be chosen, of a list. */
  readonly options?: readonly string[];
}

/** Words that whoever goes on agrees to, attests or claims: nobody but a named person may. */
export interface Agreement {
  /** White space folded. */
  readonly text: string;
  /** Hex SHA-256 of {@link text}: an approval is of this very text. */
  readonly sha256: string;
  readonly kind: 'agreement' | 'attestation';
  readonly required: boolean;
  /** Addresses of the papers it names. */
  readonly links: readonly string[];
}

export interface Form {
  /** Where it is sent; absent where a script sends it. */
  readonly action?: string;
  readonly method: string;
  readonly purpose: 'registration' | 'sign-in' | 'contact' | 'search' | 'other';
  readonly fields: readonly Field[];
  readonly buttons: readonly string[];
}

export interface ReadForms {
  readonly forms: readonly Form[];
  readonly agreements: readonly Agreement[];
  /** A check that keeps programs out: it is told, and never evaded. */
  readonly robotCheck?: string;
}

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();
const mostFields = 500;
const controls = 'input, select, textarea';
const silent = new Set(['hidden', 'submit', 'button', 'image', 'reset']);
const robots = /recaptcha|hcaptcha|turnstile|captcha|arkoselabs|funcaptcha/i;

/** Kinds in the order they are tried: the first whose words are there holds. */
const byWords: readonly (readonly [FieldKind, RegExp])[] = [
  ['robot-check', robots],
  [
    'payment',
    /\b(card ?(number|holder)|credit card|cvv|cvc|expir(y|ation) (date|month)|billing|payment|purchase order|iban|routing number|invoice to)\b/i,
  ],
  [
    'security-papers',
    /\b(soc ?2|hitrust|iso ?27001|penetration test|pen ?test|security (questionnaire|assessment|review|report|audit|certificate)|risk assessment|business associate|\bbaa\b|vulnerability (scan|report)|cyber ?insurance|privacy impact)\b/i,
  ],
  [
    'sponsor',
    /\b(sponsor(ing|ed)?|(existing|mutual|current|shared|joint) (customers?|clients?)|customer (name|id|number|account|contact|reference|site)|client (site|practice|organi[sz]ation|reference)|(which|referring|requesting|participating) (customer|practice|clinic|hospital|health system)|(practice|clinic|hospital|health system|facility|site)('s)? (name|id|code|contact)|letter of (support|authori[sz]ation)|account manager|tenant (name|id))\b/i,
  ],
  [
    'patients',
    /\b(number of patients|patient (users?|base|count|volume)|how many (patients|users)|expected (users|volume))\b/i,
  ],
  [
    'programme',
    /\b(partner(ship)? (program(me)?|tier|level|id|number)|program(me)? (level|tier|membership)|marketplace (listing|id)|certification (id|number|date)|membership (number|id))\b/i,
  ],
  [
    'business-number',
    /\b(d-?u-?n-?s|duns|ein|tax(payer)? ?(id|identification|number)|vat (id|number)|npi|business (registration|licen[cs]e) (number|id)|company (registration )?number|w-?9)\b/i,
  ],
  ['privacy-policy', /\b(privacy (policy|notice|statement)|terms (of (use|service)|url)|tos[ _-]?(url|uri))\b/i],
  ['redirect', /\b(redirect|call ?back|return) ?(urls?|uris?|address(es)?)?\b/i],
  ['keys', /\bjwks?\b|\bpublic keys?\b|\bkey set\b|\bcertificate\b/i],
  ['launch', /\blaunch\b|\binitiate[ _-]?login/i],
  [
    'client-kind',
    /\b(client|app(lication)?|kind of app|type of app)[ _-]?(type|kind|category|profile)?\b.*\b(public|confidential|type|kind)\b|\bconfidential(ity)?\b|\b(kind|type) of (app|client)/i,
  ],
  ['scopes', /\bscopes?\b|\b(apis?|resources?) (requested|needed|you need)|\bpermissions?\b/i],
  [
    'app-name',
    /\b(app(lication)?|client|product|software)('s)?[ _-]?name\b|\bname of (the|your) (app|application|product)|\bclient_name\b/i,
  ],
  [
    'app-details',
    /\b(app(lication)?|product|software)\b|\bdescri(be|ption)|\buse case\b|\bpurpose\b|\blogo\b|\bicon\b|\bversion\b|\bcategory\b/i,
  ],
  ['email', /\be-?mail\b/i],
  ['phone', /\b(tele)?phone\b|\bmobile\b|\bcell\b|\bfax\b/i],
  ['website', /\b(web ?site|home ?page|url|uri)\b/i],
  ['organization', /\b(company|organi[sz]ation|business|legal entity|employer|developer)\b/i],
  ['address', /\b(address|street|city|town|state|province|zip|postal|postcode|country|region)\b/i],
  ['account', /\b(user ?name|user id|login|account)\b/i],
  ['person', /\b(first|last|full|given|family|middle|your|contact)?[ _-]?name\b|\btitle\b|\brole\b|\bcontact\b/i],
];

/** Words of a check box that bind whoever ticks it. */
const binds =
  /\b(i|we|you)\b.{0,60}\b(agree|accept|consent|acknowledge|have read)\b|\bby (registering|signing up|submitting|clicking|continuing|creating)\b.{0,80}\b(agree|accept|consent)\b|\b(agree|accept)\b.{0,40}\b(terms|agreement|licen[cs]e|policy|conditions)\b/i;
const attests =
  /\b(i|we|you)\b.{0,60}\b(attest|certify|represent|warrant|confirm|declare|affirm|am authori[sz]ed|are authori[sz]ed|affirms?)\b/i;

/** Reads the forms of a page, as a browser drew it or as it was served. It never throws for what the page holds. */
export function readForms(markup: string, url: string): ReadForms {
  const page = load(markup);
  const absolute = (address: string | undefined): string | undefined =>
    address !== undefined && URL.canParse(address, url) ? new URL(address, url).href : undefined;

  const labelOf = (control: ReturnType<typeof page>): string => {
    const id = control.attr('id');
    const named = control
      .attr('aria-labelledby')
      ?.split(/\s+/)
      .map(one => page(`[id="${quoted(one)}"]`).text())
      .join(' ');
    const around = control.closest('label').clone();
    around.find(controls).remove();
    const candidates = [
      control.attr('aria-label'),
      named,
      id === undefined ? undefined : page(`label[for="${quoted(id)}"]`).text(),
      around.text(),
      control.attr('placeholder'),
      control.closest('td, dd').prev('th, td, dt').text(),
      control.prevAll('label, span, p, b, strong').first().text(),
      control.attr('title'),
      control.attr('name'),
      id,
    ];
    return folded(candidates.find(text => text !== undefined && folded(text) !== '') ?? '').slice(0, 1000);
  };

  const fieldOf = (control: ReturnType<typeof page>): Field | undefined => {
    const tag = control.prop('tagName')?.toLowerCase() ?? '';
    const type = tag === 'input' ? (control.attr('type') ?? 'text').toLowerCase() : tag;
    if (silent.has(type)) return undefined;
    const label = labelOf(control);
    const name = control.attr('name') ?? control.attr('id') ?? '';
    const options =
      tag === 'select'
        ? control
            .find('option')
            .toArray()
            .slice(0, 100)
            .map(option => folded(page(option).text()))
        : [];
    return {
      label,
      name,
      type,
      kind: kindOf(type, label, name, control.attr('autocomplete') ?? '', options),
      required:
        control.attr('required') !== undefined ||
        control.attr('aria-required') === 'true' ||
        /(^|\s)\*|\*\s*$|\((required|mandatory)\)/i.test(label),
      ...(options.length > 0 ? { options } : {}),
    };
  };

  const formOf = (element: ReturnType<typeof page>): Form => {
    const found = element
      .find(controls)
      .toArray()
      .slice(0, mostFields)
      .map(one => fieldOf(page(one)));
    const fields = oncePerName(found.filter(field => field !== undefined));
    const buttons = element
      .find('button, input[type=submit], input[type=button], input[type=image]')
      .toArray()
      .map(one => folded(page(one).text() || page(one).attr('value') || page(one).attr('alt') || ''))
      .filter(Boolean);
    const action = absolute(element.attr('action') ?? '');
    return {
      ...(action ? { action } : {}),
      method: (element.attr('method') ?? 'get').toLowerCase(),
      purpose: purposeOf(fields, buttons, folded(element.find('h1, h2, h3, legend').text())),
      fields,
      buttons,
    };
  };

  const forms = page('form')
    .toArray()
    .map(one => formOf(page(one)));
  const loose = page(controls).filter((_, one) => page(one).closest('form').length === 0);
  // A page drawn by scripts may have fields and no form around them.
  const everything = page('body').length > 0 ? page('body') : page(page.root().children().toArray());
  const whole = forms.length === 0 && loose.length > 1 ? [formOf(everything)] : [];
  const ofRobots = page('iframe[src], script[src], [class], [data-sitekey]')
    .toArray()
    .map(one => `${one.attribs.src ?? ''} ${one.attribs.class ?? ''}${one.attribs['data-sitekey'] ? ' captcha' : ''}`)
    .find(text => robots.test(text));
  const all = [...forms, ...whole];
  return {
    forms: all,
    agreements: agreementsOf(page, all, absolute),
    ...(ofRobots ? { robotCheck: robots.exec(ofRobots)?.[0].toLowerCase() ?? 'captcha' } : {}),
  };
}

const quoted = (text: string): string => text.replace(/["\\]/g, '\\$&');

function kindOf(
  type: string,
  label: string,
  name: string,
  autocomplete: string,
  options: readonly string[],
): FieldKind {
  if (type === 'password') return 'password';
  if (/^cc-/.test(autocomplete)) return 'payment';
  if (type === 'checkbox' && (binds.test(label) || attests.test(label))) return 'agreement';
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.[\]]+/g, ' ');
  const found = [label, spaced].flatMap(words => byWords.filter(([, pattern]) => pattern.test(words)))[0]?.[0];
  if (type === 'file') return found === 'security-papers' || found === 'sponsor' || found === 'keys' ? found : 'upload';
  if (type === 'email') return 'email';
  if (type === 'tel') return 'phone';
  if (options.some(option => /\bconfidential\b/i.test(option)) && options.some(option => /\bpublic\b/i.test(option)))
    return 'client-kind';
  return found ?? (type === 'url' ? 'website' : 'other');
}

/** The buttons of one choice share a name and are one field. */
function oncePerName(fields: readonly Field[]): readonly Field[] {
  const seen = new Set<string>();
  return fields.filter(({ name, type }) => {
    if (type !== 'radio' || name === '') return true;
    return !seen.has(name) && seen.add(name);
  });
}

const ofApps: ReadonlySet<FieldKind> = new Set(['app-name', 'redirect', 'launch', 'keys', 'client-kind', 'scopes']);
const registers =
  /\b(register|registration|sign ?up|create (an? )?(account|app)|request (access|credentials|registration|an? account)|apply|application|get started|onboard|join|add (an? )?(app|client)|submit (your )?(app|request|application))\b/i;

function purposeOf(fields: readonly Field[], buttons: readonly string[], headings: string): Form['purpose'] {
  const kinds = new Set(fields.map(({ kind }) => kind));
  const words = buttons.join(' ');
  if ([...ofApps].some(kind => kinds.has(kind))) return 'registration';
  if (kinds.has('password') && fields.length <= 3 && !registers.test(words)) return 'sign-in';
  if (kinds.has('password') || registers.test(`${words} ${headings}`))
    return fields.length > 1 ? 'registration' : 'other';
  if (
    fields.length <= 1 &&
    (/search/i.test(words) || fields.some(({ type, name }) => type === 'search' || /^(q|s|search|query)$/i.test(name)))
  )
    return 'search';
  return kinds.has('email') ? 'contact' : 'other';
}

function agreementsOf(
  page: ReturnType<typeof load>,
  forms: readonly Form[],
  absolute: (address: string) => string | undefined,
): readonly Agreement[] {
  const found = new Map<string, Agreement>();
  const note = (text: string, required: boolean, links: readonly string[]) => {
    const words = folded(text).slice(0, 20_000);
    const sha256 = createHash('sha256').update(words).digest('hex');
    if (!found.has(sha256))
      found.set(sha256, {
        text: words,
        sha256,
        kind: attests.test(words) ? 'attestation' : 'agreement',
        required,
        links,
      });
  };
  const linksIn = (element: ReturnType<typeof page>): string[] =>
    element
      .find('a[href]')
      .toArray()
      .flatMap(one => absolute(one.attribs.href ?? '') ?? []);
  for (const { label, kind, required } of forms.flatMap(({ fields }) => fields)) {
    if (kind !== 'agreement') continue;
    const around = page('label')
      .filter((_, one) => folded(page(one).text()) === label)
      .first();
    note(label, required, linksIn(around));
  }
  // Words beside a button bind as much as a box that is ticked.
  for (const one of page('form p, form small, form div, form span, form li').toArray().slice(0, 2000)) {
    const element = page(one);
    if (element.find('p, div, li, input, button').length > 0) continue;
    const text = folded(element.text());
    if (text.length < 1000 && binds.test(text) && !/\b(not|no|never|without|nothing)\b/i.test(text))
      note(text, true, linksIn(element));
  }
  return [...found.values()];
}
