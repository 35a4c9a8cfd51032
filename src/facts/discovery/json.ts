import type { Evidence } from '../../model/evidence.ts';
import type { Body, ExhibitId } from '../../model/exhibit.ts';
import { type AddressAnswer, asksForCredentials, refusesRobots, saysWhat } from '../address.ts';
import { beginningOf, contentOf, nameOf } from '../content.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What came from an address that should serve one JSON object. */
export interface JsonReading {
  readonly answer: AddressAnswer;
  /** The object, when the answer was 200 and its body is one. */
  readonly object?: JsonObject;
  /** What was there instead, as the object of a sentence: `a web page`, `JSON that ends too early`. */
  readonly instead?: string;
  /** The body broke off on the way or was too long for us, so nothing can be said of what the server meant to send. */
  readonly brokenOff?: true;
  /** A page with a field for a password. */
  readonly signIn?: true;
}

/** Discovery documents are small; a longer one is not parsed, so that no server can fill our memory. */
const longest = 16 * 1024 * 1024;

export async function readJson(evidence: Evidence, answer: AddressAnswer): Promise<JsonReading> {
  if (answer.kind === 'unreachable') return { answer };
  const { body, status } = answer;
  if (!body) return { answer, instead: 'nothing' };
  if (body.withheld) return { answer, instead: 'a body that was not kept' };
  const content = await contentOf(evidence, body);
  if (content === 'html' && (await hasPasswordField(evidence, body))) {
    return { answer, instead: 'a page to sign in', signIn: true };
  }
  if (content !== 'json') return { answer, instead: nameOf[content] };
  if (body.truncated) return { answer, instead: 'JSON that broke off on the way', brokenOff: true };
  if (body.size > longest)
    return { answer, instead: `JSON of ${body.size} bytes, too long to be read`, brokenOff: true };
  let value: unknown;
  try {
    value = JSON.parse((await evidence.text(body)).replace(/^\uFEFF/, ''));
  } catch (error) {
    return { answer, instead: `JSON that cannot be parsed (${(error as Error).message})` };
  }
  if (!isObject(value)) return { answer, instead: 'JSON that is no object' };
  return status === 200 ? { answer, object: value } : { answer, instead: `JSON with status ${status}` };
}

async function hasPasswordField(evidence: Evidence, body: Body): Promise<boolean> {
  const beginning = new TextDecoder().decode(await beginningOf(evidence, body, 256 * 1024));
  return /<input\b[^>]*\btype\s*=\s*["']?password\b/i.test(beginning);
}

/**
 * How a client that is nobody was received where a public document should be. `turned-away` may be aimed at robots alone,
 * and `server-error` or `unreachable` may pass within the hour: neither tells what the vendor publishes.
 */
export type Reception =
  | 'served'
  | 'asked-to-sign-in'
  | 'turned-away'
  | 'server-error'
  | 'unreachable'
  | 'broken-off'
  | 'not-there'
  | 'something-else';

export function receptionOf({ answer, object, brokenOff, signIn }: JsonReading): Reception {
  if (object) return 'served';
  if (answer.kind === 'unreachable') return 'unreachable';
  if (signIn || asksForCredentials(answer)) return 'asked-to-sign-in';
  if (refusesRobots(answer)) return 'turned-away';
  if (answer.status >= 500) return 'server-error';
  if (brokenOff) return 'broken-off';
  return answer.status === 404 || answer.status === 410 ? 'not-there' : 'something-else';
}

/** One clause on what came: `https://... answered 200 with text/html: a web page`. */
export const saysWhatCame = ({ answer, instead }: JsonReading): string =>
  `${answer.asked} ${saysWhat(answer)}${instead ? `: ${instead}` : ''}`;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects in a list; a single object stands for a list of one. */
export const objectsIn = (value: unknown): JsonObject[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(isObject);

/** The texts in a list; a single text stands for a list of one. */
export const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(one => typeof one === 'string');

export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A document that was read, and the exchange that brought it. */
export interface Published {
  readonly exhibit: ExhibitId;
  /** The members of the document as published. */
  readonly says: JsonObject;
}

/** Addresses that differ in nothing a client could notice: case of the host, default port, an ending slash. */
export function sameAddress(one: string, other: string): boolean {
  const plain = (address: string) => (URL.canParse(address) ? new URL(address).href : address).replace(/\/+$/, '');
  return plain(one) === plain(other);
}
