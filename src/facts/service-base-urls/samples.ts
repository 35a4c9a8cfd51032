/** Lists of a made-up vendor, in FHIR's own words, for rules to vary in their examples. */
import type { ExhibitId, RenderedPage } from '../../model/exhibit.ts';
import type { Response } from '../address.ts';
import type { PublishedAddress, PublishedList } from '../service-base-urls.ts';
import type { JsonObject } from './json-pieces.ts';
import type { Knock } from './knocks.ts';
import { type ListDocument, listIn } from './list-document.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;
export const listUrl = 'https://www.larkspur.example/fhir/service-base-urls.json';

/** A member set to `undefined` is left out. */
type Changes = { readonly [member: string]: unknown };

export function endpoint(id: string, changes: Changes = {}): JsonObject {
  return {
    resourceType: 'Endpoint',
    id,
    status: 'active',
    connectionType: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7-fhir-rest' },
    address: `https://fhir.larkspur.example/t/${id}/r4`,
    ...changes,
  } as JsonObject;
}

/** An organization that names the Endpoint of the same id. */
export function organization(id: string, changes: Changes = {}): JsonObject {
  return {
    resourceType: 'Organization',
    id,
    name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)} Family Medicine`,
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '2902400011' }],
    address: [{ line: ['12 Mill Lane'], city: id, state: 'VT' }],
    endpoint: [{ reference: `Endpoint/${id}` }],
    ...changes,
  } as JsonObject;
}

/** Two practices as a good list has them. */
export const practices: readonly JsonObject[] = [
  endpoint('alder'),
  organization('alder'),
  endpoint('cedar'),
  organization('cedar'),
];

export function bundle(resources: readonly JsonObject[], changes: Changes = {}): JsonObject {
  const entry = resources.map(resource => ({
    fullUrl: `https://fhir.larkspur.example/r4/${resource.resourceType}/${resource.id}`,
    resource,
  }));
  return { resourceType: 'Bundle', type: 'collection', entry, ...changes } as JsonObject;
}

/** Where a list was found, and how. */
type Found = Partial<Omit<PublishedList, 'document'>>;

export const listOfDocument = (document: ListDocument, found: Found = {}): PublishedList => ({
  url: listUrl,
  address: { url: listUrl },
  seenBy: 'client',
  exhibits: [exhibit],
  ...found,
  document,
});
export const listOfText = (text: string, found?: Found): PublishedList => listOfDocument(listIn(text), found);
/** A Bundle of these resources. */
export const listOf = (resources: readonly JsonObject[], changes?: Changes, found?: Found): PublishedList =>
  listOfDocument(listIn(bundle(resources, changes)), found);

export const goodList = listOf(practices);

export function response(changes: Partial<Response> = {}): Response {
  return {
    kind: 'response',
    asked: listUrl,
    url: listUrl,
    at: '2026-11-25T08:00:00.000Z',
    exhibit,
    exhibits: [exhibit],
    status: 200,
    headers: [],
    contentType: 'application/fhir+json',
    ...changes,
  };
}

/** An address that leads to the good list, unless it is said to be otherwise. */
export function address(changes: Partial<PublishedAddress> = {}): PublishedAddress {
  return {
    url: listUrl,
    answer: response(),
    content: 'json',
    is: 'a FHIR Bundle',
    lists: [goodList],
    offers: [],
    pagesOffered: [],
    exhibits: [exhibit],
    ...changes,
  };
}

/** An address that answers with a web page and no list. */
export const addressOfPage = (changes: Partial<PublishedAddress> = {}): PublishedAddress =>
  address({
    answer: response({ contentType: 'text/html' }),
    content: 'html',
    is: 'a web page',
    lists: [],
    page: { text: 'Welcome', asksToSignIn: false, ...page() },
    ...changes,
  });

const body = { sha256: '0'.repeat(64), size: 7 };
export const page = (changes: Partial<RenderedPage> = {}): { readonly exhibit: RenderedPage } => ({
  exhibit: {
    kind: 'page',
    id: exhibit,
    sequence: 2,
    at: '2026-11-25T08:00:01.000Z',
    elapsed: 1000,
    url: listUrl,
    finalUrl: listUrl,
    status: 200,
    title: 'Larkspur Health',
    dom: body,
    text: body,
    links: [],
    requests: [],
    ...changes,
  },
});

export const knock = (id: string, changes: Partial<Knock> = {}): Knock => ({
  address: `https://fhir.larkspur.example/t/${id}/r4`,
  found: 'fhir',
  says: 'answered 200 with application/fhir+json',
  exhibits: [exhibit],
  ...changes,
});
