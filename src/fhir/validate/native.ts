import { createHash } from 'node:crypto';
import { isObject } from '../fhirpath/node.ts';
import { r4 } from '../tables.ts';
import { checkBundle } from './bundle.ts';
import { codeSystems, npi } from './code-systems.ts';
import type { Context } from './context.ts';
import { fail, type Issues, warn } from './issue.ts';
import { checkReference } from './targets.ts';

/** A check that is code rather than FHIRPath: because it is asked everywhere, or because FHIRPath cannot say it. */
type NativeCheck = (value: Readonly<Record<string, unknown>>, out: Issues, context: Context) => void;

/** Invariants that these checks, or the shape of the generated code, stand for. */
export const nativeKeys: ReadonlySet<string> = new Set([
  'ele-1',
  'ext-1',
  'dom-2',
  'dom-3',
  'dom-4',
  'dom-5',
  'ref-1',
  'txt-1',
  'txt-2',
  'per-1',
  'qty-3',
]);

const isResourceType = (name: string): boolean => r4().typeNamed(name)?.kind === 'resource';

function checkExtension(value: Readonly<Record<string, unknown>>, out: Issues): void {
  let hasValue = false;
  for (const key in value) if (key.startsWith('value') || key.startsWith('_value')) hasValue = true;
  if (hasValue === (value.extension !== undefined))
    fail(
      out,
      '',
      'ext-1',
      hasValue ? 'has both a value and extensions' : 'has neither a value nor extensions',
      value.url,
    );
}

/** Codes that must be symbols of a large system, told by form and check digit. */
function checkCoding({ system, code }: Readonly<Record<string, unknown>>, out: Issues): void {
  if (typeof system !== 'string') return;
  const problem = typeof code === 'string' ? codeSystems.get(system)?.(code) : undefined;
  if (problem) {
    // A unit may be newer than our table, and a system may have been extended; check digits do not change.
    const certain = system === 'http://loinc.org' || system === 'http://snomed.info/sct';
    (certain ? fail : warn)(out, 'code', 'code-system', problem, code);
  }
  if (!isAbsolute(system)) fail(out, 'system', 'code-system', 'must be an absolute URI', system);
}

const isAbsolute = (uri: string): boolean => uri.startsWith('http') || /^[a-z][a-z0-9+.-]*:/i.test(uri);

const moment = (text: string): number => Date.parse(text);

/** Whether one date is later than another as far as their precision tells. */
function isLater(start: string, end: string): boolean {
  // In one time zone the texts are in the order of time.
  if (start.includes('T') && end.includes('T'))
    return start.slice(19) === end.slice(19) ? start > end : moment(start) > moment(end);
  const length = Math.min(start.length, end.length, 10);
  return start.slice(0, length) > end.slice(0, length);
}

function checkPeriod({ start, end }: Readonly<Record<string, unknown>>, out: Issues): void {
  if (typeof start === 'string' && typeof end === 'string' && isLater(start, end))
    fail(out, '', 'per-1', 'ends before it starts', `${start} to ${end}`);
}

function checkQuantity(value: Readonly<Record<string, unknown>>, out: Issues): void {
  const { code, system } = value;
  if ((code !== undefined || value._code !== undefined) && system === undefined && value._system === undefined)
    fail(out, '', 'qty-3', 'has a code for its unit without a system', code);
  if (system === 'http://unitsofmeasure.org' && typeof code === 'string') checkCoding({ system, code }, out);
}

function checkIdentifier({ system, value }: Readonly<Record<string, unknown>>, out: Issues): void {
  if (typeof value !== 'string') return;
  const problem = system === 'http://hl7.org/fhir/sid/us-npi' ? npi(value) : undefined;
  if (problem) warn(out, 'value', 'npi', problem, value);
  if (system === 'urn:ietf:rfc:3986' && !isAbsolute(value))
    fail(out, 'value', 'identifier', 'must be an absolute URI, because its system says that it is one', value);
}

function checkAttachment({ data, size, hash }: Readonly<Record<string, unknown>>, out: Issues): void {
  if (typeof data !== 'string' || (size === undefined && hash === undefined)) return;
  const bytes = Buffer.from(data, 'base64');
  if (typeof size === 'number' && size !== bytes.length)
    fail(out, 'size', 'attachment', `says ${size} bytes, and the data has ${bytes.length}`, size);
  if (typeof hash === 'string' && createHash('sha1').update(bytes).digest('base64') !== hash)
    warn(out, 'hash', 'attachment', 'is not the SHA-1 of the data', hash);
}

/** What holds for contained resources (dom-2 to dom-5). */
export function checkContained(resource: Readonly<Record<string, unknown>>, out: Issues): void {
  const { contained } = resource;
  if (!Array.isArray(contained)) return;
  const named = new Set<unknown>();
  const ids = new Set<unknown>();
  collectReferences(resource, named, 0);
  contained.forEach((one, at) => {
    if (!isObject(one)) return;
    const path = `contained[${at}]`;
    const meta = isObject(one.meta) ? one.meta : {};
    if (one.id !== undefined && ids.has(one.id))
      fail(out, path, 'contained-id', 'has the id of another contained resource', one.id);
    ids.add(one.id);
    if (one.contained !== undefined) fail(out, path, 'dom-2', 'is contained and contains resources itself');
    const inside = new Set<unknown>();
    collectReferences(one, inside, 0);
    const own = typeof one.id === 'string' ? `#${one.id}` : undefined;
    if (!named.has(own) && !inside.has('#')) fail(out, path, 'dom-3', 'is contained and nothing refers to it', one.id);
    if (meta.versionId !== undefined || meta.lastUpdated !== undefined)
      fail(out, path, 'dom-4', 'is contained and has a version of its own');
    if (meta.security !== undefined) fail(out, path, 'dom-5', 'is contained and has a security label of its own');
    if (one.id === undefined) fail(out, path, 'contained-id', 'is contained and has no id, so nothing can refer to it');
  });
}

function collectReferences(value: unknown, into: Set<unknown>, depth: number): void {
  if (typeof value === 'string') {
    if (value.startsWith('#')) into.add(value);
  } else if (typeof value === 'object' && value !== null && depth < 200)
    for (const key in value)
      if (key !== 'text') collectReferences((value as Record<string, unknown>)[key], into, depth + 1);
}

/** By type. */
export const nativeChecks: Readonly<Record<string, NativeCheck>> = {
  Extension: checkExtension,
  Coding: checkCoding,
  Quantity: checkQuantity,
  Age: checkQuantity,
  Count: checkQuantity,
  Distance: checkQuantity,
  Duration: checkQuantity,
  Period: checkPeriod,
  Identifier: checkIdentifier,
  Attachment: checkAttachment,
  Reference: (value, out, context) => checkReference(value, out, context, isResourceType),
  Bundle: checkBundle,
};
