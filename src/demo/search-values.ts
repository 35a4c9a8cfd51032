import type { SearchParameter } from './us-core.ts';

// biome-ignore lint/suspicious/noExplicitAny: any FHIR resource or element
export type Json = any;

/** A FHIR resource as stored. */
export interface Stored {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: Json;
}

/** The elements of a resource that a search parameter looks at. */
export function elements(resource: Stored, parameter: SearchParameter): Json[] {
  const starts = parameter.extension
    ? (resource.extension ?? []).filter((one: Json) => one.url === parameter.extension)
    : [resource];
  const found: Json[] = [];
  for (const path of parameter.paths) {
    let reached: Json[] = starts;
    for (const name of path.split('.')) {
      const next: Json[] = [];
      for (const element of reached) {
        const value = element[name];
        if (Array.isArray(value)) next.push(...value);
        else if (value !== undefined && value !== null) next.push(value);
      }
      reached = next;
    }
    found.push(...reached);
  }
  return found;
}

export interface Token {
  /** Absent on elements of type `code`, whose system goes without saying. */
  readonly system?: string;
  readonly code: string;
}

/** Tokens of a code, Coding, CodeableConcept or Identifier. */
export function tokens(element: Json): Token[] {
  if (typeof element !== 'object') return [{ code: String(element) }];
  if (Array.isArray(element.coding)) return element.coding.flatMap(tokens);
  const code = element.code ?? element.value;
  if (code === undefined) return [];
  return [{ system: element.system ?? '', code: String(code) }];
}

/** Whether one of `wanted` (`code`, `system|code`, `|code`, `system|`) is this token. */
export function tokenMatches(wanted: string, { system, code }: Token): boolean {
  const bar = wanted.indexOf('|');
  if (bar < 0) return wanted === code;
  const wantedSystem = wanted.slice(0, bar);
  const wantedCode = wanted.slice(bar + 1);
  if (wantedCode !== '' && wantedCode !== code) return false;
  return system === undefined ? wantedCode !== '' : wantedSystem === system;
}

/** From the first to the last moment meant, in milliseconds since 1970; `high` is the first moment after. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const precise = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** What a FHIR date, dateTime or instant covers. Without a time zone it is taken as UTC. `undefined` when it is none. */
export function interval(text: string): Interval | undefined {
  const match = precise.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hours, minutes, seconds, fraction, zone] = match;
  const low = Date.parse(
    `${year}-${month ?? '01'}-${day ?? '01'}T${hours ?? '00'}:${minutes ?? '00'}:${seconds ?? '00'}${(fraction ?? '.000').slice(0, 4).padEnd(4, '0')}${zone ?? 'Z'}`,
  );
  if (Number.isNaN(low)) return undefined;
  if (fraction) return { low, high: low + 1 };
  if (seconds) return { low, high: low + 1_000 };
  if (hours) return { low, high: low + 60_000 };
  if (day) return { low, high: low + 86_400_000 };
  return { low, high: month ? Date.UTC(Number(year), Number(month), 1) : Date.UTC(Number(year) + 1, 0, 1) };
}

/** What a date, dateTime, instant or Period covers. */
export function intervals(element: Json): Interval[] {
  if (typeof element === 'string') {
    const covered = interval(element);
    return covered ? [covered] : [];
  }
  const { start, end } = element;
  if (start === undefined && end === undefined) return [];
  return [
    {
      low: (start && interval(start)?.low) ?? Number.NEGATIVE_INFINITY,
      high: (end && interval(end)?.high) ?? Number.POSITIVE_INFINITY,
    },
  ];
}

export const datePrefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'] as const;
export type DatePrefix = (typeof datePrefixes)[number];

/** FHIR R4 search, section "Prefixes": how what is stored stands to what is asked. */
export function dateMatches(prefix: DatePrefix, asked: Interval, stored: Interval): boolean {
  const within = stored.low >= asked.low && stored.high <= asked.high;
  switch (prefix) {
    case 'eq':
      return within;
    case 'ne':
      return !within;
    case 'gt':
      return stored.high > asked.high;
    case 'lt':
      return stored.low < asked.low;
    case 'ge':
      return within || stored.high > asked.high;
    case 'le':
      return within || stored.low < asked.low;
    case 'sa':
      return stored.low >= asked.high;
    case 'eb':
      return stored.high <= asked.low;
  }
}

const nameParts = [
  'text',
  'family',
  'given',
  'prefix',
  'suffix',
  'line',
  'city',
  'district',
  'state',
  'postalCode',
  'country',
];

/** The texts of a string, HumanName or Address. */
export function texts(element: Json): string[] {
  if (typeof element === 'string') return [element];
  return nameParts.flatMap(part => element[part] ?? []);
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Strings match at the beginning of a word, whatever the case and accents; `exact` and `contains` differ. */
export function textMatches(operator: string, asked: string, stored: string): boolean {
  if (operator === 'exact') return stored === asked;
  const [needle, hay] = [folded(asked), folded(stored)];
  if (operator === 'contains') return hay.includes(needle);
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    if (at === 0 || /[\s\-'.,]/.test(hay[at - 1]!)) return true;
  }
  return false;
}

/** `Type/id` of a literal reference, relative or absolute; `undefined` for others. */
export function referenceKey(element: Json): string | undefined {
  const text = typeof element === 'string' ? element : element?.reference;
  return typeof text === 'string'
    ? /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/.+)?$/.exec(text)?.[1]
    : undefined;
}

/** Splits at commas that no backslash precedes, and takes such backslashes out. */
export const alternatives = (value: string): string[] =>
  value.split(/(?<!\\),/).map(part => part.replace(/\\([,|$\\])/g, '$1'));
