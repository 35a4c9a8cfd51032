import type { Permission, Vendor } from '../model/vendor.ts';
import type {
  AttributedTo,
  Confidence,
  Environment,
  ExceptionState,
  Kind,
  Outcome,
  Severity,
  UntestedReason,
} from '../model/words.ts';

/** Every word of a finding as a sentence or a label for people who have not read the source. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  failed: 'In the way',
  'cant-tell': 'Could not be told',
  untested: 'Not tested',
  passed: 'No barrier seen',
  inapplicable: 'Not applicable',
};
/** Worst news first. */
export const outcomesInOrder: readonly Outcome[] = ['failed', 'cant-tell', 'untested', 'passed', 'inapplicable'];

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  certain: 'Certain: read from the protocol itself',
  likely: 'Likely: a reading of prose, or seen less often than asked',
  'needs-person': 'A person must look before anyone relies on it',
};

export const kindWords: Readonly<Record<Kind, string>> = {
  'criterion-nonconformity': 'Departs from a certification criterion',
  'condition-concern': 'A concern under a Condition of Certification',
  'ib-risk':
    'May interfere with access; whether it does depends on who did it, what they knew and which exception applies',
};

export const attributionWords: Readonly<Record<AttributedTo, string>> = {
  developer: 'The developer of the product',
  source: 'The site that runs this deployment',
  'relied-upon-software': 'Software the product relies upon',
  unknown: 'Not known from what was seen',
};

export const environmentWords: Readonly<Record<Environment, string>> = {
  sandbox: 'Sandbox: this says nothing about production',
  production: 'Production',
};

export const exceptionStateWords: Readonly<Record<ExceptionState, string>> = {
  unknown: 'Nobody has said yet whether an exception is relied upon.',
  plausible: 'What was seen would fit an exception; its proof has not been seen.',
  unsupported: 'Nothing that was seen supports an exception.',
};

/** Why something was not tested, and what it would take. */
export const reasonWords: Readonly<Record<UntestedReason, { readonly says: string; readonly takes: string }>> = {
  'harness-bug': {
    says: 'Our own error',
    takes: 'Nothing can be held against the vendor here. Report the message below to the makers of this harness.',
  },
  'profile-wrong': {
    says: 'The profile is wrong',
    takes: 'Correct the profile as the message says, then run again.',
  },
  'not-in-scope': {
    says: 'Outside what this vendor is asked for',
    takes: 'Nothing, unless the profile leaves out a criterion, audience or product that belongs here.',
  },
  'not-collected': {
    says: 'Nothing was collected',
    takes: 'Name the missing address in the profile, or run the topic again.',
  },
  'not-permitted': {
    says: 'No leave was given',
    takes: 'Have the person who may give leave sign an engagement. The messages below say what is lacking.',
  },
  'credentials-missing': {
    says: 'Credentials are missing',
    takes: 'Set the environment variable or file that the profile names, then run again.',
  },
  'no-test-data': {
    says: 'The records hold nothing to ask for',
    takes: 'Name a patient whose record holds what the message lists, or load seed data where that is allowed.',
  },
  'needs-person': {
    says: 'A person has to act',
    takes: 'Do the step the message names by hand and write it into the journal, or run with a visible browser.',
  },
  'blocked-network': {
    says: 'Our network may have been in the way',
    takes: 'Run again from another network, without an inspecting proxy, or have this address let in.',
  },
  'vendor-unreachable': {
    says: 'No answer to read',
    takes: 'Run again once the address answers. That it did not is judged by a rule of its own.',
  },
};

export const purposeWords: Readonly<Record<Vendor['purpose'], string>> = {
  certification: 'Testing ahead of certification',
  surveillance: 'Surveillance of a product in the field',
  connection: 'An app that wants to connect',
};

export const permissionWords: Readonly<Record<Permission, string>> = {
  passive: 'read what is public',
  consented: 'sign in with the credentials given and read',
  negative: 'send what must be refused',
  load: 'send in parallel',
  write: 'register, export, cancel and load seed data',
};

/** `1,359 findings`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : several}`;

export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** `2026-11-25 13:38 UTC`: the same on every machine. */
export const moment = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;

/** A length of time in its largest fitting unit. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  return `${Number((seconds / 86_400).toFixed(1))} days`;
}
