import type { Passage } from '../documents/document.ts';
import type { PublishedPages } from '../documents/published.ts';
import { type Found, libraryOf, passagesOf, technicalDocuments } from './library.ts';
import { protocolTypes, resourceTypes } from './resource-types.ts';

/**
 * What 45 CFR 170.315(g)(10)(viii)(A)(1)-(3) asks of documentation, and what ONC expects beyond the HL7 texts. Each item is
 * looked for by its form (a request line, a table with columns of types, a list of attributes), not by its name.
 */
export const items = {
  syntax: 'how a request is written',
  functions: 'the names of the functions: what can be read, searched and called',
  parameters: 'parameters and their types',
  requiredness: 'which parameters are required and which optional',
  returns: 'what is returned and how it is built',
  exceptions: 'the errors that can be returned',
  handling: 'what to do about an error',
  software: 'the software an app needs in order to talk to the API',
  configuration: 'the addresses and settings an app is configured with',
  attributes: 'what an app must bring to be registered',
  way: 'where or how an app is registered with the authorization server',
  nativeRefresh: 'how a native app gets its first refresh token',
  scopes: 'the scopes that are supported',
  pkce: 'what is required of PKCE',
  tls: 'which versions of TLS are accepted',
  bulkFiles: 'how the files of a bulk export are fetched',
} as const;
export type Item = keyof typeof items;

/** `shown`: it is there in its proper form. `mentioned`: a word of it is there, and a person must see whether that is enough. */
export interface Presence {
  readonly strength: 'shown' | 'mentioned';
  readonly found: Found;
}

export type Contents = { readonly [item in Item]?: Presence };

const readings = new WeakMap<PublishedPages, Contents>();

/** Each item with the passage that satisfies it best. */
export function contentsOf(published: PublishedPages): Contents {
  const before = readings.get(published);
  if (before) return before;
  const all = [...passagesOf(libraryOf(published).documents)];
  const technical = [...passagesOf(technicalDocuments(published))];
  const contents: { [item in Item]?: Presence } = {};
  for (const [item, look] of Object.entries(looks) as [Item, Look][]) {
    const presence = look(everywhere.has(item) ? all : technical);
    if (presence) contents[item] = presence;
  }
  readings.set(published, contents);
  return contents;
}

/** Registration is often described beside the technical texts, in words of business. */
const everywhere: ReadonlySet<Item> = new Set(['attributes', 'way', 'software']);

type Look = (passages: readonly Found[]) => Presence | undefined;

const shown = (found: Found | undefined): Presence | undefined => (found ? { strength: 'shown', found } : undefined);
const mentioned = (found: Found | undefined): Presence | undefined =>
  found ? { strength: 'mentioned', found } : undefined;
const first = (passages: readonly Found[], test: (passage: Passage, found: Found) => boolean): Found | undefined =>
  passages.find(found => test(found.passage, found));
const says = (passages: readonly Found[], pattern: RegExp): Found | undefined => {
  const found = first(passages, ({ text }) => pattern.test(text) && !isDenied(text, pattern));
  return found && { ...found, at: found.passage.text.search(pattern) };
};

/** The first passage, when in all of them together at least `least` different things are named. */
function several(
  passages: readonly Found[],
  least: number,
  named: (passage: Passage, found: Found) => readonly string[],
): Found | undefined {
  const seen = new Set<string>();
  let best: { found: Found; names: number } | undefined;
  for (const found of passages) {
    const names = named(found.passage, found);
    for (const name of names) seen.add(name.toLowerCase());
    if (names.length > (best?.names ?? 0)) best = { found, names: names.length };
  }
  return seen.size >= least ? best?.found : undefined;
}

const isStructured = ({ kind }: Passage): boolean =>
  kind === 'row' || kind === 'item' || kind === 'heading' || kind === 'code';
const columnsOf = ({ cells = [] }: Passage): string => cells.map(({ column }) => column ?? '').join(' | ');

/** "We do not document errors", "details will follow": the words are there, the thing is not. */
const promised =
  /\b(will|to) be (provided|supplied|sent|given|shared|documented|announced|published|determined)\b|\b(upon|on) request\b|\bcontact (us|support|sales|your)\b.{0,60}\b(for|to (get|obtain|receive|learn))\b|\bcoming soon\b|\bTB[DA]\b|\bnot (yet )?(documented|described|available)\b/i;
const isDenied = (text: string, pattern: RegExp): boolean => {
  const at = text.search(pattern);
  return promised.test(text.slice(Math.max(0, at - 160), at + 200));
};

const requestLine =
  /(^|[\s`"'(])(GET|POST|PUT|DELETE|HEAD)\s+(https?:\/\/|\/|\[|\{|<|\$\{|[A-Z][A-Za-z]+[/?])|\bcurl\s+(-\S+\s+)*['"]?https?:|(\[base\]|\{base\w*\}|\{\{?\w*url\w*\}?\}|\[fhir[- ]?base\])\/\$?[A-Za-z]|https?:\/\/\S+\/(Patient|Observation|Condition|metadata|Encounter|Group)\b/;
const typeWords =
  /\b(string|token|reference|date|datetime|instant|integer|number|boolean|uri|url|code|quantity|array|list|object|text|composite)\b/i;
const parameterColumns = /\b(param(eter)?s?|argument|query|field|attribute|search)\b/i;
const status = /\b(400|401|403|404|405|406|409|410|412|415|422|429|500|501|502|503)\b/g;
const errorHeading =
  /\b(errors?|exceptions?|fail(s|ures?|ure modes)?|problems?|troubleshooting|status codes?|responses?)\b/i;
const speaksOfErrors = ({ text, headings }: Passage): boolean =>
  /\b[45]\d\d\b|\b[45]xx\b/.test(text) || errorHeading.test(headings.at(-1) ?? '');
/** What one is told to do. */
const remedy =
  /\b(retry|try again|re-?send|send it again|resubmit|repeat the (request|call)|back ?off|wait|correct|fix|refresh|renew|obtain|get a (new|fresh)|request (a|an|another)|use the refresh token|ask (the|for)|re-?authenticate|sign in again|verify|check|reduce|contact)\b/i;
const oauthErrors =
  /\b(invalid_request|invalid_client|invalid_grant|invalid_scope|unauthorized_client|unsupported_grant_type|access_denied|server_error|temporarily_unavailable)\b/g;

const typesIn = (text: string): string[] =>
  (text.match(/\b[A-Z][A-Za-z]+\b/g) ?? []).filter(word => resourceTypes.has(word) && !protocolTypes.has(word));

const typesRequested = (text: string): string[] =>
  [...text.matchAll(/\b(?:GET|POST)\s+(?:\S*\/)?([A-Z][A-Za-z]+)(?=[/?\s{[]|$)/g)]
    .map(match => match[1] as string)
    .filter(type => resourceTypes.has(type));

const registrationWords =
  /\b(register(s|ed|ing)?|registration|onboard(ing)?|client (creation|set-?up|credentials|metadata)|(get|obtain|receive) (a|an|your|the) client[ _-]?id|create (an?|your) (app|application|client))\b/i;
const attribute = {
  'redirect address': /\bredirect(ion)?[_ -]?(uri|url|address)(e?s)?\b|\bcallback (uri|url|address)/i,
  name: /\b(client|app|application)[_ -]?name\b|\bname of (the|your) (app|application)\b/i,
  'launch address': /\b(launch|initiate[_ ]login)[_ -]?(uri|url|address)\b/i,
  keys: /\bjwks?(_uri| url| uri)?\b|\bpublic keys?\b|\bkey set\b/i,
  scopes: /\bscopes?\b/i,
  'kind of client':
    /\b(public|confidential)\b.{0,40}\b(client|app|confidential|public)\b|\b(client|app|application)[_ ]type\b|\btoken_endpoint_auth_method\b/i,
  'grant types': /\bgrant[_ ]types?\b/i,
  contact: /\b(contact|developer|support|technical)['’s]*[_ -]?(e-?mail|contacts?)\b|\be-?mail address\b/i,
  logo: /\blogo\b/i,
  address: /\b(home ?page|web ?site|client_uri|terms of service url|privacy policy url|policy_uri|tos_uri)\b/i,
} as const;
const attributesIn = (text: string): string[] =>
  Object.entries(attribute)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);

const speaksOfRegistration = ({ passage }: Found): boolean =>
  passage.headings.some(heading => registrationWords.test(heading)) || registrationWords.test(passage.text);

/** Its own words, its headings, or a page that is about registration and nothing else. */
const aboutRegistration = (found: Found): boolean =>
  speaksOfRegistration(found) ||
  (registrationWords.test(found.document.title) && found.passage.kind !== 'code') ||
  (found.page.reach.some(({ role, clicks }) => role === 'registration' && clicks === 0) &&
    !found.page.reach.some(({ role, clicks }) => role === 'api' && clicks === 0));

const technology = {
  tls: /\b(TLS|HTTPS|HTTP\/(1\.1|2))\b/,
  json: /\bJSON\b/,
  xml: /\bXML\b/,
  jwt: /\b(JWT|JWKS?|JSON Web (Token|Key)|RS384|ES384|RS256|signature)\b/,
  pkce: /\b(PKCE|SHA-?256|S256)\b/,
  oauth: /\bOAuth( ?2(\.0)?)?( client| library)?\b/i,
  browser: /\b(web ?browser|web ?view|browser)\b/i,
  library: /\b(librar(y|ies)|SDK|runtime|framework)\b/i,
} as const;
const technologiesIn = (text: string): string[] =>
  Object.entries(technology)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
const needHeading =
  /\b(need|require|prerequisite|component|librar|before you (begin|start)|client (requirements|software)|software|technical requirements|environment|set-?up)/i;
const needWords =
  /\b(must|mandatory|uses?|speaks?|only|needs?|requires?|required|should|shall|has to|have to|only accepts?|is needed)\b/i;

const isDescription = (found: Found): boolean =>
  found.document.format === 'openapi' || found.document.format === 'postman';

const looks: { readonly [item in Item]: Look } = {
  syntax: passages =>
    shown(first(passages, passage => requestLine.test(passage.text))) ??
    shown(first(passages, (passage, found) => isDescription(found) && /^(GET|POST) \S/.test(passage.text))) ??
    mentioned(says(passages, /\b(request (format|syntax)|restful|http (get|post))\b/i)),

  functions: passages =>
    shown(
      several(passages, 3, passage => (isStructured(passage) ? typesIn(passage.text) : typesRequested(passage.text))),
    ) ?? mentioned(several(passages, 1, passage => typesIn(passage.text))),

  parameters: passages =>
    shown(
      several(passages, 2, (passage, found) => {
        const inColumns =
          passage.kind === 'row' &&
          parameterColumns.test(`${columnsOf(passage)} ${passage.cells?.[0]?.text ?? ''}`) &&
          typeWords.test(passage.text);
        const inBrackets = [
          ...passage.text.matchAll(
            /\b([a-z_][\w-]*)\s*\((token|string|date|reference|number|uri|quantity|composite|instant|code|boolean)\)/gi,
          ),
        ].map(match => match[1] ?? '');
        const spelledOut = [...passage.text.matchAll(/\bparam(?:eter)?:?\s+([\w-]+),? (?:of )?type:? \w+/gi)].map(
          match => match[1] ?? '',
        );
        const described = isDescription(found) && passage.cells?.some(({ column }) => column === 'Parameter') === true;
        const inCells =
          passage.kind === 'row' &&
          (passage.cells ?? []).length >= 2 &&
          (passage.cells ?? []).slice(1).some(({ text }) => typeWords.test(text) && text.length < 20);
        if (described) return [...passage.cells!.map(({ text }) => text)];
        return inColumns || inCells
          ? [...inBrackets, ...spelledOut, passage.cells?.[0]?.text ?? '']
          : [...inBrackets, ...spelledOut];
      }),
    ) ?? mentioned(says(passages, /\b(search|query|request) parameters?\b|[?&][a-z_-]+=/i)),

  requiredness: everything => {
    const passages = everything.filter(found => !speaksOfRegistration(found));
    return (
      shown(
        first(
          passages,
          passage =>
            passage.kind === 'row' &&
            /\b(required|mandatory|optional)\b/i.test(columnsOf(passage)) &&
            (passage.cells ?? []).length > 1,
        ) ??
          first(
            passages,
            passage =>
              passage.kind === 'row' &&
              (passage.cells ?? [])
                .slice(1)
                .some(({ text }) => /^((required|optional|mandatory)\b.*|yes|no|shall|should|may|[ro])$/i.test(text)),
          ) ??
          says(
            passages,
            /\b(parameters?|arguments?|headers?|fields?|all|both|following|attributes?)\b.{0,60}\b(is|are) (all )?(required|optional|mandatory)\b|\b(required|optional|mandatory) (\w+ ){0,2}(parameters?|headers?|arguments?)\b|\bparam(eter)?\b.{0,60}\b(required|optional|mandatory)\b|\((required|optional)\)|\((token|string|date|reference|number|uri|code|instant)\),? (is |are )?(required|optional|mandatory)\b/i,
          ),
      ) ?? mentioned(says(passages, /\b(required|optional|mandatory)\b/i))
    );
  },

  returns: passages =>
    shown(
      first(
        passages,
        passage => passage.kind === 'code' && /"(resourceType|access_token|entry)"\s*:/.test(passage.text),
      ) ??
        first(
          passages,
          passage =>
            passage.kind === 'row' &&
            (/\b(return(s|ed)?|response|result|output)\b/i.test(columnsOf(passage)) || /^20\d\b/.test(passage.text)) &&
            (passage.cells ?? []).length > 1,
        ) ??
        says(
          passages,
          /\breturns?\b.{0,80}\b(bundle|resource|searchset|json|operationoutcome)\b|\b(response|answer|result)\b.{0,80}\b(is|contains?|has|includes?|holds)\b.{0,80}\b(bundle|resource|entry|searchset|json)\b/i,
        ) ??
        first(
          passages,
          (passage, found) => found.document.format === 'openapi' && passage.cells?.[0]?.column === 'Response',
        ),
    ) ?? mentioned(says(passages, /\b(response|returns?|bundle)\b/i)),

  exceptions: passages =>
    shown(
      several(passages, 2, passage => {
        const codes = [...(passage.text.match(status) ?? []), ...(passage.text.match(oauthErrors) ?? [])];
        const inContext =
          isStructured(passage) ||
          /\b(error|status|code|fail|returns?|respon[ds])/i.test(`${passage.text} ${passage.headings.join(' ')}`);
        return inContext ? codes : [];
      }),
    ) ?? mentioned(says(passages, /\b(errors?|exceptions?|OperationOutcome|status codes?)\b/i)),

  handling: passages =>
    shown(
      first(
        passages,
        passage =>
          passage.kind === 'row' &&
          /\b(what to do|resolution|action|handling|remedy|how to (fix|resolve|handle)|recommended|next step|solution)\b/i.test(
            columnsOf(passage),
          ),
      ) ??
        says(
          passages.filter(({ passage }) => speaksOfErrors(passage)),
          remedy,
        ) ??
        says(passages, /\b(retry|try again|back ?off|do not (retry|repeat))\b/i),
    ) ?? mentioned(says(passages, /\berror handling\b|\bhandl(e|ing) (errors|exceptions)\b|\bOperationOutcome\b/i)),

  software: passages =>
    shown(
      several(passages, 2, passage => {
        const under = passage.headings.some(heading => needHeading.test(heading));
        const asks = needWords.test(passage.text);
        return under || asks ? technologiesIn(passage.text) : [];
      }),
    ) ?? mentioned(several(passages, 1, passage => technologiesIn(passage.text))),

  configuration: passages => {
    const address = first(passages, passage =>
      /https?:\/\/\S*(\.well-known\/smart-configuration|\/metadata|authorize|\/token|\/fhir|\/r4)\b/i.test(
        passage.text,
      ),
    );
    const relative = first(passages, passage =>
      /(\[base\]|\{\w*base\w*\}|\/)\/?(\.well-known\/smart-configuration|metadata)\b/i.test(passage.text),
    );
    return (
      shown(address ?? relative) ??
      mentioned(
        says(passages, /\b(base url|service base|endpoint url|authorization (server|endpoint)|token endpoint)\b/i),
      )
    );
  },

  attributes: passages => {
    const about = passages.filter(aboutRegistration);
    return (
      shown(several(about, 3, passage => (isDenied(passage.text, /./) ? [] : attributesIn(passage.text)))) ??
      mentioned(several(about, 1, passage => attributesIn(passage.text)))
    );
  },

  way: passages => {
    const about = passages.filter(aboutRegistration);
    const linked = first(about, (passage, { document }) => {
      if (isDenied(passage.text, /./)) return false;
      const isSaid = registrationWords.test(passage.text);
      const links = document.links.filter(link => link.passage === passage.index);
      const leads = links.some(
        link =>
          isSaid ||
          /\b(register|registration|new|create|console|portal|form|app|apps|sign-?up)\b/i.test(
            `${link.text} ${link.url}`,
          ),
      );
      return (
        leads ||
        (isSaid &&
          /https?:\/\/\S+|\bPOST \S+\/register\b|\b[\w.]+@[\w.-]+\.\w+\b|\b(portal|form)\b/i.test(passage.text))
      );
    });
    return shown(linked) ?? mentioned(says(about, registrationWords));
  },

  nativeRefresh: passages =>
    shown(
      says(
        passages,
        /\b(native|mobile|installed|public) (app|application|client)s?\b.{0,300}\brefresh[_ ]tokens?\b|\brefresh[_ ]tokens?\b.{0,300}\b(native|mobile|installed|public) (app|application|client)s?\b/i,
      ) ??
        first(
          passages,
          ({ text, headings }) =>
            /\b(native|mobile) (app|application|client)s?\b/i.test(headings.join(' ')) &&
            /\brefresh[_ ]tokens?\b/i.test(text),
        ),
    ) ?? mentioned(says(passages, /\brefresh[_ ]tokens?\b|\boffline_access\b/i)),

  scopes: passages =>
    shown(several(passages, 3, ({ text }) => scopesIn(text))) ??
    mentioned(several(passages, 1, ({ text }) => scopesIn(text))),

  pkce: passages => shown(says(passages, /\bPKCE\b|\bcode_challenge(_method)?\b|\bproof key for code exchange\b/i)),

  tls: passages =>
    shown(says(passages, /\bTLS\s*(v|version )?\s*1\.[23]\b/i)) ?? mentioned(says(passages, /\bTLS\b|\bSSL\b/)),

  bulkFiles: passages =>
    shown(
      says(
        passages,
        /\b(files?|output|ndjson)\b.{0,200}\b(bearer|access token|requiresAccessToken|signed (url|address)|capability url|same token|pre-?signed|download(ed)?)\b|\brequiresAccessToken\b|\bdownload\b.{0,80}\b(files?|ndjson)\b.{0,80}\b(token|url|link)|\bdownload (links?|urls?|addresses)\b.{0,60}\b(token|authorization|signed|expires?)\b/i,
      ),
    ) ?? mentioned(says(passages, /\$export\b|\bbulk (data|export|fhir)\b/i)),
};

/** SMART scopes written out. */
export const scopesIn = (text: string): string[] =>
  text
    .match(
      /\b(launch(\/(patient|encounter))?|openid|fhirUser|offline_access|online_access)\b|\b(patient|user|system)\/(\*|[A-Z][A-Za-z]+|\[?(TYPE|resource|type)\]?)\.(\*|read|write|c?r?u?d?s?)(\b|(?<=\*))/g,
    )
    ?.filter(scope => scope !== 'launch' || /\bscopes?\b|launch\//i.test(text)) ?? [];
