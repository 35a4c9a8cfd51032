import type { JournalEntry } from '../../model/exhibit.ts';
import { all, first, type Matter } from './journal.ts';

/** The vendor's own refusal of a matter; a customer's decision is none. */
export function refusalIn(matter: Matter): JournalEntry | undefined {
  return all(matter, 'refused').find(({ who }) => who === undefined || who === 'vendor');
}

/** Whether the app was let in after all. */
export const letIn = (matter: Matter): JournalEntry | undefined => first(matter, 'enabled', 'connected');

const ofSecurity = /\b(security|cyber|privacy|compliance|risks?|polic(y|ies)|hipaa)\b/i;
/** Something that can be looked at: an event, a weakness, a standard, a date, a measure. */
const specific =
  /\b(incident|breach|vulnerabilit(y|ies)|cve-\d|exploit|malware|phishing|compromised|leak(ed)?|attack(ed|s)?|brute.?force|log(s| entries)|unusual (traffic|activity)|exceed(ed|s)|nist|iso ?27001|owasp|section \d|§|risk assessment (of|dated)|assessed on|credentials? (were|was)|\d{1,3}(\.\d{1,3}){3})\b/i;

/** How a refusal speaks of security: not at all, in general, or with something that can be looked at. */
export function securityIn(text: string): 'no' | 'general' | 'specific' {
  if (!ofSecurity.test(text)) return 'no';
  return specific.test(text) ? 'specific' : 'general';
}

const reasons =
  /\b(because|due to|since|as (we|you|your|the)|reasons?|on the grounds|owing to|therefore|in view of|not (able|possible|feasible)|infeasib\w+|unable to)\b/i;

/** Whether a refusal gives what may be read as its reason. */
export const givesReason = (text: string): boolean => reasons.test(text);
