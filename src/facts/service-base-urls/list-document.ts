import type { Evidence } from '../../model/evidence.ts';
import type { Body } from '../../model/exhibit.ts';
import type { Table } from './columns.ts';
import { type Json, type JsonObject, JsonPieces, TooDeep } from './json-pieces.ts';
import { linked } from './linkage.ts';
import { isObject, type ListedEndpoint, type ListedOrganization, list, Rows, text, typeOf } from './rows.ts';
import { unpacked } from './unpacked.ts';

/** How the resources of a list are held together. */
export type Form =
  | 'bundle'
  /** A JSON array of resources, or of Bundles. */
  | 'array'
  /** One resource after the other. */
  | 'lines'
  /** A Bundle inside other JSON. */
  | 'wrapped'
  /** No list of resources. */
  | 'other';

/** Where reading ended before the end. */
export interface Break {
  /** The list ends too early, it is no JSON from here on, or we read no deeper. */
  readonly why: 'ends-early' | 'malformed' | 'too-deep';
  /** The entry it happened in, from 0. */
  readonly entry: number;
  /** Bytes read before, to within 1 KiB where it is malformed. */
  readonly byte: number;
  readonly message: string;
}

/** A document that may be a list of service base URLs, as far as it could be read. */
export interface ListDocument {
  readonly form: Form;
  /** What it is, with its article: `a FHIR Bundle`, `a CapabilityStatement`, `an OpenAPI description`. */
  readonly is: string;
  readonly endpoints: Table<ListedEndpoint>;
  readonly organizations: Table<ListedOrganization>;
  /** The addresses that an app would use, each once, in the order of the list. */
  readonly addresses: Table<string>;
  /** Number of entries, those without a usable resource included. */
  readonly entries: number;
  readonly entriesWithoutResource: number;
  /** Resources of other types, by type. */
  readonly others: ReadonlyMap<string, number>;
  /** `Bundle.total`, of the first page. */
  readonly total?: number;
  /** The next page of a list that comes in pieces. */
  readonly next?: string;
  readonly timestamp?: string;
  /** The latest `meta.lastUpdated` of the Bundle and what is in it. */
  readonly lastUpdated?: string;
  readonly break?: Break;
}

/** A break is known to within this many bytes, and no more than what they hold is lost with it. */
const sip = 1024;

/** Reads the pages of one list; pushes may be of any size. */
export class ListReader {
  readonly #rows = new Rows();
  #entries = 0;
  #without = 0;
  #bytes = 0;
  #documents: JsonObject[] = [];
  #count = 0;
  #bundle: JsonObject | undefined;
  #next: string | undefined;
  #elements = false;
  #lastUpdated: string | undefined;
  #break: Break | undefined;
  #page = this.#newPage();

  #newPage() {
    const pieces = new JsonPieces({
      entry: value => this.#entry(value),
      element: value => {
        this.#elements = true;
        this.#document(value);
      },
      document: value => {
        if (!Array.isArray(value)) this.#count++;
        this.#document(value);
      },
    });
    return { pieces, decoder: undefined as Decoder | undefined, bytes: 0 };
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#break; at += sip) this.#sip(bytes.subarray(at, at + sip));
  }

  #sip(bytes: Uint8Array): void {
    const page = this.#page;
    page.decoder ??= decoderFor(bytes);
    try {
      page.pieces.push(page.decoder.decode(bytes, { stream: true }));
    } catch (error) {
      const message = (error as Error).message.replace(/^Parser cannot parse input: /, '');
      const why = error instanceof TooDeep ? 'too-deep' : 'malformed';
      this.#break = { why, entry: this.#entries, byte: page.bytes, message };
    }
    page.bytes += bytes.length;
    this.#bytes += bytes.length;
  }

  /** Ends a page; what is pushed next is the next page of the same list. */
  endPage(): void {
    const { pieces, bytes } = this.#page;
    if (pieces.unfinished && !this.#break) {
      this.#break = { why: 'ends-early', entry: this.#entries, byte: bytes, message: 'it ends before its end' };
    }
    const begun = pieces.begun;
    if (isObject(begun)) this.#document(begun);
    this.#page = this.#newPage();
  }

  #entry(value: Json): void {
    const entry = this.#entries++;
    const object = isObject(value) ? value : {};
    this.#date(object.resource);
    if (!this.#rows.add(object.resource ?? object, entry, object.fullUrl)) this.#without++;
  }

  /** A whole document, or an element of an array that is one. */
  #document(value: Json): void {
    if (!isObject(value)) return;
    const type = typeOf(value)?.toLowerCase();
    if (type === 'endpoint' || type === 'organization') {
      this.#date(value);
      this.#rows.add(value, this.#entries++);
      return;
    }
    if (type === 'bundle') {
      this.#bundle ??= value;
      this.#next = nextOf(value);
      this.#date(value);
    }
    if (this.#documents.length < 3) this.#documents.push(value);
  }

  #date(resource: Json | undefined): void {
    const date = isObject(resource) && isObject(resource.meta) ? text(resource.meta.lastUpdated) : undefined;
    if (date && !Number.isNaN(Date.parse(date)) && Date.parse(date) > Date.parse(this.#lastUpdated ?? '1970-01-01'))
      this.#lastUpdated = date;
  }

  /** The address that the last page gives for the page after it. */
  get next(): string | undefined {
    return this.#next;
  }

  /** The list; to be asked for once, after the last page. */
  read(): ListDocument {
    const { endpoints, organizations, addresses } = linked(this.#rows);
    const bundle = this.#bundle;
    const timestamp = bundle && text(bundle.timestamp);
    const form = this.#form(endpoints.length + organizations.length > 0);
    return {
      form,
      is: this.#is(form),
      endpoints,
      organizations,
      addresses,
      entries: this.#entries,
      entriesWithoutResource: this.#without,
      others: this.#rows.others,
      ...(typeof bundle?.total === 'number' ? { total: bundle.total } : {}),
      ...(this.#next ? { next: this.#next } : {}),
      ...(timestamp ? { timestamp } : {}),
      ...(this.#lastUpdated ? { lastUpdated: this.#lastUpdated } : {}),
      ...(this.#break ? { break: this.#break } : {}),
    };
  }

  #form(hasRows: boolean): Form {
    if (this.#elements) return hasRows || this.#bundle ? 'array' : 'other';
    if (this.#bundle) return 'bundle';
    if (!hasRows) return 'other';
    return this.#count > 1 ? 'lines' : this.#documents.length > 0 ? 'wrapped' : 'lines';
  }

  #is(form: Form): string {
    if (form === 'bundle') return 'a FHIR Bundle';
    if (form === 'array') return 'a JSON array of resources';
    if (form === 'lines') return 'resources one after the other, in no Bundle';
    if (form === 'wrapped') return 'a list of resources inside other JSON';
    if (this.#elements) return 'a JSON array without FHIR resources';
    const [first] = this.#documents;
    return first ? whatIs(first) : this.#bytes === 0 ? 'nothing' : 'JSON that is no object';
  }
}

/** What a JSON document is that is no list. */
function whatIs(document: JsonObject): string {
  const type = typeOf(document);
  if (type) return `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type.slice(0, 64)}`;
  if ('authorization_endpoint' in document || 'token_endpoint' in document) return 'a SMART configuration';
  if ('openapi' in document || 'swagger' in document) return 'an OpenAPI description';
  if (isObject(document.info) && '_postman_id' in document.info) return 'a Postman collection';
  const names = Object.keys(document)
    .slice(0, 5)
    .map(name => name.slice(0, 40));
  return names.length > 0 ? `JSON with the members ${names.join(', ')}` : 'an empty JSON object';
}

function nextOf(bundle: JsonObject): string | undefined {
  const next = list(bundle.link)
    .filter(isObject)
    .find(({ relation }) => relation === 'next');
  return next && text(next.url);
}

type Decoder = InstanceType<typeof TextDecoder>;

function decoderFor(beginning: Uint8Array): Decoder {
  const [a, b] = beginning;
  return new TextDecoder(a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8');
}

/** A list as it stands in memory: what a page shows, or what an example says. */
export function listIn(...pages: readonly (string | Uint8Array | JsonObject)[]): ListDocument {
  const reader = new ListReader();
  for (const page of pages) {
    reader.push(
      page instanceof Uint8Array ? page : Buffer.from(typeof page === 'string' ? page : JSON.stringify(page)),
    );
    reader.endPage();
  }
  return reader.read();
}

/** A list, and the addresses of the pages after the first that it was read from. */
export interface ListOf {
  readonly document: ListDocument;
  readonly turned: readonly string[];
}

/** Bodies are known by their digest, so a list that was read once is that list, for as long as somebody holds it. */
const known = new Map<string, Omit<ListOf, 'document'> & { document: WeakRef<ListDocument>; pages: string[] }>();

/**
 * A list from its stored pages, streamed.
 * @param nextPage the body of a page by the address that the page before gives, where it was fetched
 */
export async function listOf(
  evidence: Evidence,
  first: Body,
  nextPage: (url: string) => Body | undefined,
  isFirstPage: (url: string) => boolean = () => false,
): Promise<ListOf> {
  const before = known.get(first.sha256);
  const document = before?.document.deref();
  if (before && document && isUpToDate({ ...before, document }, before.pages, nextPage))
    return { document, turned: before.turned };
  const reader = new ListReader();
  const turned: string[] = [];
  const pages: string[] = [];
  for (let page: Body | undefined = first; page; ) {
    pages.push(page.sha256);
    for await (const piece of unpacked(evidence.stream(page))) reader.push(piece);
    reader.endPage();
    const { next } = reader;
    page = next && !turned.includes(next) && !isFirstPage(next) ? nextPage(next) : undefined;
    if (page && next) turned.push(next);
  }
  const { next, ...read } = reader.read();
  // A last page that points to one read before is the last page.
  const isLast = next === undefined || turned.includes(next) || isFirstPage(next);
  const list = { document: isLast ? read : { ...read, next }, turned };
  known.set(first.sha256, { document: new WeakRef(list.document), turned, pages });
  return list;
}

function isUpToDate(
  { document, turned }: ListOf,
  pages: readonly string[],
  nextPage: (url: string) => Body | undefined,
): boolean {
  const { next } = document;
  if (next && !turned.includes(next) && nextPage(next)) return false;
  return turned.every((url, i) => nextPage(url)?.sha256 === pages[i + 1]);
}
