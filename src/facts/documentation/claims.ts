import type { Passage } from '../documents/document.ts';
import type { PublishedPages } from '../documents/published.ts';
import { scopesIn } from './contents.ts';
import { type Found, libraryOf, passagesOf, technicalDocuments } from './library.ts';
import { protocolTypes, resourceTypes } from './resource-types.ts';

/** What the documentation says that the API does, each with the passage that says so. Prose in passing is no claim. */
export interface Claims {
  /** Resource types that stand in a heading, a table's first column, a list or a request line. */
  readonly resources: ReadonlyMap<string, Found>;
  /** Types named anywhere at all, for the question whether one is documented. */
  readonly mentionedTypes: ReadonlySet<string>;
  /** Search parameters, as `Type?name`. */
  readonly searches: ReadonlyMap<string, Found>;
  /** Operations, as `$name`. */
  readonly operations: ReadonlyMap<string, Found>;
  readonly scopes: ReadonlyMap<string, Found>;
  /** Addresses written out in full, by what they are. */
  readonly endpoints: readonly { readonly kind: EndpointKind; readonly url: string; readonly found: Found }[];
  /** Releases of FHIR that are named: `R4`, `STU3`, `DSTU2`. */
  readonly releases: ReadonlyMap<string, Found>;
  /** Versions of US Core that are named. */
  readonly usCore: ReadonlyMap<string, Found>;
  /** The passage that sends readers to the CapabilityStatement for the list of what is supported. */
  readonly defersTypes?: Found;
  /** The passage that says that addresses differ, or sends readers to discovery for them. */
  readonly defersAddresses?: Found;
}

export type EndpointKind = 'authorization' | 'token';

const readings = new WeakMap<PublishedPages, Claims>();

export function claimsOf(published: PublishedPages): Claims {
  const before = readings.get(published);
  if (before) return before;
  const technical = [...passagesOf(technicalDocuments(published))];
  const everything = [...passagesOf(libraryOf(published).documents)];
  const offered = technical.filter(({ passage }) => !speaksOfAbsence(passage));
  const defersTypes = technical.find(({ passage }) => types.test(passage.text));
  const defersAddresses = technical.find(({ passage }) => addresses.test(passage.text));
  const claims: Claims = {
    resources: collect(offered, ({ passage }) => typesOffered(passage)),
    mentionedTypes: new Set(
      everything.flatMap(({ passage, document }) => typesIn(`${passage.text} ${document.title}`)),
    ),
    searches: collect(offered, searchesIn),
    operations: collect(offered, ({ passage }) => operationsIn(passage.text)),
    scopes: collect(offered, ({ passage }) => scopesIn(passage.text)),
    endpoints: offered.flatMap(found => endpointsIn(found.passage.text).map(endpoint => ({ ...endpoint, found }))),
    releases: collect(technical, ({ passage }) => releasesIn(passage.text)),
    usCore: collect(technical, ({ passage }) =>
      [
        ...passage.text.matchAll(
          /\bUS[ -]?Core\b(?: Implementation Guide| IG)?(?: \(?(?:STU ?\d+ ?)?v(?:ersion)?\.? ?| |\W{1,3}| STU ?)(\d+\.\d+(?:\.\d+)?)/gi,
        ),
      ].map(match => match[1] as string),
    ),
    ...(defersTypes ? { defersTypes } : {}),
    ...(defersAddresses ? { defersAddresses } : {}),
  };
  readings.set(published, claims);
  return claims;
}

const types =
  /\b(capability ?statement|\/metadata)\b.{0,80}\b(full|complete|whole|authoritative|definitive|current|up-to-date)\b.{0,40}\b(list|set)\b|\b(see|refer to|consult|check|query|retrieve|use)\b.{0,60}(capability ?statement|\/metadata)\b.{0,80}\b(support|resources?|interactions?|list)|\b(full|complete|authoritative|definitive|current)\b.{0,40}\blist\b.{0,80}(capability ?statement|\/metadata)\b/i;
const addresses =
  /\b(differs?|vary|varies|depends?)\b.{0,120}\b(base|address(es)?|urls?|endpoints?)\b|\b(base|address(es)?|urls?|endpoints?)\b.{0,120}\b(differs?|vary|varies|depends? on|specific to (the|each|your))\b|\beach (practice|customer|client|tenant|site|organi[sz]ation)\b.{0,60}\b(own|different|separate)\b|\b(read|take|get|obtain|discover|find|look up|retrieve)\b.{0,80}\b(addresses|endpoints|urls)\b.{0,80}(smart-configuration|discovery|well-known)/i;

/** Only where the type itself is what is not there: "deleted" in a sentence about errors says nothing of a type. */
const absent =
  /\b(not|n['’]t|no longer|never)\b( \w+){0,3} (supported|available|offered|exposed|implemented|returned|provided)\b|\b(unsupported|deprecated|retired|planned|upcoming|future release|roadmap|coming soon|removed)\b/i;
const speaksOfAbsence = ({ text, headings }: Passage): boolean =>
  absent.test(text) || absent.test(headings.at(-1) ?? '');

const typesIn = (text: string): string[] =>
  (text.match(/\b[A-Z][A-Za-z]+\b/g) ?? []).filter(word => resourceTypes.has(word));
const requestType = /\b(?:GET|POST)\s+(?:\S*\/)?([A-Z][A-Za-z]+)(?=[/?\s{[]|$)/g;

function typesOffered(passage: Passage): string[] {
  const requested = [...passage.text.matchAll(requestType)].map(match => match[1] as string);
  const place =
    passage.kind === 'heading' && passage.text.split(/\s+/).length <= 4
      ? passage.text
      : passage.kind === 'row'
        ? (passage.cells?.[0]?.text ?? '')
        : '';
  const named = /^\W*([A-Z][A-Za-z]+)\b/.exec(place)?.[1];
  return [...requested, ...(named ? [named] : [])].filter(type => resourceTypes.has(type) && !protocolTypes.has(type));
}

/** Parameters that every FHIR server may know without stating them for a type. */
const common = /^_|^(code_challenge|redirect_uri|client_id|scope|state|aud|response_type)$/;

function searchesIn({ passage }: Found): string[] {
  const fromUrls = [...passage.text.matchAll(/\b([A-Z][A-Za-z]+)\?([^\s"'`<>)\]]+)/g)].flatMap(
    ([, type = '', query = '']) =>
      resourceTypes.has(type)
        ? query.split(/&(?:amp;)?/).map(pair => `${type}?${nameOf(pair.split('=')[0] ?? '')}`)
        : [],
  );
  const fromRows = passage.kind === 'row' ? rowSearches(passage) : [];
  return [...fromUrls, ...fromRows].filter(
    search => /^[A-Z]\w+\?[a-z][a-z-]*$/.test(search) && !common.test(search.split('?')[1] ?? ''),
  );
}

/** A parameter's name without modifier and chain: `patient.name` and `code:in` search by patient and code. */
const nameOf = (written: string): string => written.split(/[:.]/)[0] ?? '';

function rowSearches({ cells = [] }: Passage): string[] {
  const type = /^\W*([A-Z][A-Za-z]+)\b/.exec(cells[0]?.text ?? '')?.[1];
  const parameters = cells.find(({ column }) => /\bsearch\b|\bparameters?\b/i.test(column ?? ''));
  if (!type || !resourceTypes.has(type) || !parameters || parameters === cells[0]) return [];
  return parameters.text
    .replace(/\([^)]*\)/g, '')
    .split(/[,;]|\s\+\s|\band\b/)
    .map(name => name.trim())
    .filter(name => /^[a-z][a-z-]*$/.test(name))
    .map(name => `${type}?${name}`);
}

const operationsIn = (text: string): string[] =>
  (text.match(/\$[a-z][a-z-]{3,}\b/g) ?? []).filter(name => name !== '$value');

const releasesIn = (written: string): string[] => {
  const text = written.replace(/https?:\/\/\S+/g, ' ');
  const names: string[] = [];
  if (/\bFHIR\b.{0,20}\bR4\b|\bR4\b.{0,20}\bFHIR\b|\bFHIR\b.{0,12}\b4\.0(\.1)?\b/.test(text)) names.push('R4');
  if (/\bSTU ?3\b|\bFHIR\b.{0,12}\b3\.0(\.\d)?\b/i.test(text)) names.push('STU3');
  if (/\bDSTU ?2\b|\bFHIR\b.{0,12}\b1\.0(\.2)?\b/i.test(text)) names.push('DSTU2');
  return names;
};

/** Placeholders and other people's example hosts are no addresses. */
const madeUp = /[{}[\]<>*]|\b(your|tenant|practice|customer|example\.(com|org|net))\b|%7B/i;

function endpointsIn(text: string): { kind: EndpointKind; url: string }[] {
  return [...text.matchAll(/https?:\/\/[^\s"'`<>|,;)]+/g)].flatMap(([address]) => {
    const plain = address.split(/[?#]/)[0]!.replace(/[.:]+$/, '');
    if (madeUp.test(address) || !URL.canParse(plain)) return [];
    const end = new URL(plain).pathname.split('/').at(-1)?.toLowerCase() ?? '';
    const kind =
      end === 'authorize' || end === 'authorization' || end === 'auth'
        ? 'authorization'
        : end === 'token'
          ? 'token'
          : undefined;
    return kind ? [{ kind, url: plain } as const] : [];
  });
}

function collect(passages: readonly Found[], names: (found: Found) => readonly string[]): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const one of passages) for (const name of names(one)) if (!found.has(name)) found.set(name, one);
  return found;
}
