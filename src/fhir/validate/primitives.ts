import { kindOf } from './issue.ts';
import { narrativeProblem } from './narrative.ts';

/** What is wrong with a primitive value, or `undefined`. */
export type PrimitiveCheck = (value: unknown) => string | undefined;

const mostCharacters = 1024 * 1024;
function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be a JSON string, not ${kindOf(value)}`;
  if (value === '') return 'must not be empty: leave the element out instead';
  if (value.length > mostCharacters) return 'is longer than the 1,048,576 characters that FHIR allows';
  return undefined;
}

const hasSpace = /\s/;

function uriProblem(value: unknown): string | undefined {
  const problem = textProblem(value);
  if (problem) return problem;
  const text = value as string;
  if (hasSpace.test(text)) return 'is a URI and must not contain white space';
  if (text.startsWith('urn:')) return urnProblem(text);
  return undefined;
}

/** In lower case, as R4 asks of UUIDs wherever they stand. */
const uuid = /^urn:uuid:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const oid = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;

function urnProblem(text: string): string | undefined {
  if (text.startsWith('urn:uuid:') && !uuid.test(text.replace(/[#|].*$/, ''))) return 'is no UUID in lower case';
  if (text.startsWith('urn:oid:') && !oid.test(text.replace(/[#|].*$/, ''))) return 'is no valid urn:oid';
  return undefined;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether the first ten characters `YYYY-MM-DD` are a day of the calendar. */
function isDay(text: string): boolean {
  const day = (text.charCodeAt(8) - 48) * 10 + text.charCodeAt(9) - 48;
  if (day >= 1 && day <= 28) return true;
  return day >= 1 && day <= daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

const dateForm = /^(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;
const dateTimeForm =
  /^(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)))?)?)?$/;
const instantForm =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/;
const timeForm = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?$/;

const dated =
  (form: RegExp, what: string): PrimitiveCheck =>
  value => {
    if (typeof value !== 'string') return `must be a JSON string, not ${kindOf(value)}`;
    if (!form.test(value)) return what;
    return value.length >= 10 && !isDay(value) ? 'is no day of the calendar' : undefined;
  };

const idForm = /^[A-Za-z0-9\-.]{1,64}$/;
/** No space at either end, none but a single space inside. */
const codeForm = /^[^\s]+(?:\s[^\s]+)*$/;
const oidForm = oid;

const integerIn =
  (least: number, most: number): PrimitiveCheck =>
  value => {
    if (typeof value !== 'number') return `must be a JSON number, not ${kindOf(value)}`;
    if (!Number.isInteger(value)) return 'must be a whole number';
    return value < least || value > most ? `must be between ${least} and ${most}` : undefined;
  };
const most32 = 2 ** 31 - 1;

/** Base64 in whole groups of four; white space is allowed between characters. */
function base64Problem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return textProblem(value);
  if (isBase64(value) || isBase64(value.replace(/\s+/g, ''))) return undefined;
  return 'is no valid base64';
}

function isBase64(text: string): boolean {
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return text.length % 4 === 0 && onlyBase64(text, text.length - pad);
}

const base64Letter = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  base64Letter[letter.charCodeAt(0)] = 1;

function onlyBase64(text: string, end: number): boolean {
  for (let at = 0; at < end; at++) if (base64Letter[text.charCodeAt(at)] !== 1) return false;
  return true;
}

/** Checks by the name of the type. A profile of a primitive has the checks of its type. */
export const primitives: Readonly<Record<string, PrimitiveCheck>> = {
  boolean: value =>
    typeof value === 'boolean' ? undefined : `must be true or false without quotes, not ${kindOf(value)}`,
  integer: integerIn(-(2 ** 31), most32),
  unsignedInt: integerIn(0, most32),
  positiveInt: integerIn(1, most32),
  decimal: value =>
    typeof value === 'number' && Number.isFinite(value) ? undefined : `must be a JSON number, not ${kindOf(value)}`,
  string: textProblem,
  markdown: textProblem,
  code: value =>
    textProblem(value) ??
    (codeForm.test(value as string) ? undefined : 'is a code and has white space at an end, or two in a row'),
  id: value =>
    textProblem(value) ??
    (idForm.test(value as string) ? undefined : 'is no FHIR id: 1 to 64 of the characters A-Z, a-z, 0-9, "-" and "."'),
  uri: uriProblem,
  url: uriProblem,
  canonical: uriProblem,
  oid: value =>
    textProblem(value) ?? (oidForm.test(value as string) ? undefined : 'is no OID in the form urn:oid:1.2.3'),
  uuid: value =>
    textProblem(value) ??
    (uuid.test(value as string) ? undefined : 'is no UUID in the form urn:uuid:..., in lower case'),
  date: dated(dateForm, 'is no date in the form YYYY, YYYY-MM or YYYY-MM-DD'),
  dateTime: dated(dateTimeForm, 'is no dateTime: YYYY, YYYY-MM, YYYY-MM-DD, or with seconds and time zone'),
  instant: dated(instantForm, 'is no instant: date, time with seconds, and time zone'),
  time: value => textProblem(value) ?? (timeForm.test(value as string) ? undefined : 'is no time in the form hh:mm:ss'),
  base64Binary: base64Problem,
  xhtml: narrativeProblem,
};
