import {
  type Barrier,
  type Discretion,
  type Exception,
  type InForce,
  type Requirement,
  readings,
  type Standard,
} from '../model/requirement.ts';
import { isTopic, topics } from '../model/topic.ts';
import { severities } from '../model/words.ts';
import {
  type Cell,
  Complaint,
  day,
  httpsAddress,
  listOf,
  oneOf,
  optional,
  orNull,
  type Read,
  record,
  text,
  wholeNumber,
} from './source.ts';

const audiences = ['developer', 'provider', 'network', 'covered-entity', 'certification-body', 'onc', 'oig'] as const;

const dates = record<InForce>({ from: orNull(day), until: orNull(day) });

const inForce: Read<InForce> = cell => {
  const value = dates(cell);
  ordered(cell, value.from, value.until);
  if (value.from === null && value.until !== null) throw new Complaint(cell, 'an end without a beginning');
  return value;
};

function ordered(cell: Cell, from: string | null, until: string | null): void {
  if (from !== null && until !== null && from > until) {
    throw new Complaint(cell, `the first day ${from} is after the last day ${until}`);
  }
}

/** `planned: <topic>`, with ` - what remains` after it where that helps; or any other sentence. */
const reason: Read<string> = cell => {
  const value = text(cell);
  if (value.startsWith('planned:') && plannedTopic(value) === undefined) {
    throw new Complaint(cell, `"${value}" names no topic; write planned: and one of ${topics.join(', ')}`);
  }
  return value;
};

export function plannedTopic(reason: string | undefined): string | undefined {
  const topic = reason?.match(/^planned: ([a-z-]+)(?: - \S.*)?$/)?.[1];
  return topic !== undefined && isTopic(topic) ? topic : undefined;
}

function oneReasonAtMost(cell: Cell, entry: { readonly untested?: string; readonly partly?: string }): void {
  if (entry.untested !== undefined && entry.partly !== undefined) {
    throw new Complaint(cell, '"untested" and "partly" exclude each other');
  }
}

const topicList = listOf(oneOf(topics));

const requirementFields = record<Requirement>({
  id: text,
  asks: text,
  link: text,
  inForce,
  audience: listOf(oneOf(audiences)),
  reading: oneOf(readings),
  checked: optional(text),
  topics: topicList,
  untested: optional(reason),
  partly: optional(reason),
});

/** In a link, `{paragraph}` is the last word of the id: `170.404(b)(2)` of `45 CFR 170.404(b)(2)`. */
export function requirement(cell: Cell, defaults?: Cell): Requirement {
  const entry = requirementFields(cell, defaults);
  oneReasonAtMost(cell, entry);
  const link = entry.link.replace('{paragraph}', entry.id.slice(entry.id.lastIndexOf(' ') + 1));
  if (!URL.canParse(link) || !link.startsWith('https://')) throw new Complaint(cell, `"${link}" is no https address`);
  return { ...entry, link };
}

export const exception = record<Exception>({
  id: text,
  name: text,
  asks: text,
  link: httpsAddress,
  inForce,
  reading: oneOf(readings),
  conditions: listOf(text),
  deadlines: listOf(
    record<Exception['deadlines'][number]>({
      days: wholeNumber,
      unit: oneOf(['business', 'calendar']),
      from: text,
      for: text,
    }),
  ),
  proofs: listOf(text),
});

const barrierFields = record<Barrier>({
  id: text,
  group: text,
  says: text,
  signal: text,
  requirements: listOf(text),
  exceptions: listOf(text),
  severity: oneOf(severities),
  untested: optional(reason),
  partly: optional(reason),
});

export function barrier(cell: Cell, defaults?: Cell): Barrier {
  const entry = barrierFields(cell, defaults);
  oneReasonAtMost(cell, entry);
  return entry;
}

export const discretion = record<Discretion>({
  id: text,
  says: text,
  link: httpsAddress,
  inForce,
  reading: oneOf(readings),
  topics: topicList,
  covers: listOf(text),
});

const family: Read<Standard['family']> = oneOf(['fhir', 'us-core', 'uscdi', 'smart', 'bulk', 'openid-connect', 'tls']);

const standardFields = record<Standard>({
  family,
  version: text,
  acceptedFrom: day,
  acceptedUntil: orNull(day),
  basis: oneOf(['regulation', 'svap', 'discretion']),
  cites: listOf(text),
  reading: oneOf(readings),
  with: optional(listOf(record<NonNullable<Standard['with']>[number]>({ family, atLeast: text }))),
});

export function standard(cell: Cell, defaults?: Cell): Standard {
  const entry = standardFields(cell, defaults);
  ordered(cell, entry.acceptedFrom, entry.acceptedUntil);
  return entry;
}
