import type { Evidence } from '../model/evidence.ts';
import { type Exchange, type Exhibit, header } from '../model/exhibit.ts';
import type { Finding } from '../model/finding.ts';
import type { Topic } from '../model/topic.ts';

/** Who the patients are, hidden or not, in one report. */
export interface Pseudonyms {
  text(text: string): string;
  finding(finding: Finding): Finding;
  /** Why the content of an exhibit may not be shown; `undefined` when it may. */
  hides(exhibit: Exhibit): string | undefined;
}

export function pseudonyms(evidence: Evidence, patients: 'keep' | 'pseudonymise'): Pseudonyms {
  if (patients === 'keep') return { text: text => text, finding: finding => finding, hides: () => undefined };
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const known = names.get(id);
    if (known) return known;
    const name = `patient-${names.size + 1}`;
    names.set(id, name);
    return name;
  };

  // Profile first, then the order of the exchanges: the same patient has the same pseudonym in every report of a run.
  for (const { id } of evidence.run.vendor.patients) nameOf(id);
  for (const { request } of evidence.exhibits('exchange')) {
    for (const match of request.url.matchAll(patientInPath)) nameOf(match[2] ?? '');
    for (const match of request.url.matchAll(patientInQuery)) nameOf(idOf(match[2] ?? ''));
  }
  const whole = [...names.keys()].filter(id => id.length > 2).toSorted((a, b) => b.length - a.length);
  const known = whole.length
    ? new RegExp(
        `(?<![A-Za-z0-9.\\-\uE000])(?:${whole.map(id => id.replace(/[^A-Za-z0-9]/g, '\\$&')).join('|')})(?![A-Za-z0-9-])`,
        'g',
      )
    : undefined;

  // Between the passes a pseudonym is a mark that no pass can take for an id, even where real ids look like pseudonyms.
  const mark = (id: string): string => (id.includes('\uE000') ? id : `\uE000${nameOf(id)}\uE001`);
  const text = (given: string): string => {
    const replaced = given
      .replace(/[\uE000\uE001]/g, '')
      .replace(patientInPath, (_, before: string, id: string) => before + mark(id))
      .replace(patientInQuery, (_, before: string, value: string) => before + mark(idOf(value)))
      .replace(recordInPath, '$1hidden')
      .replace(aboutPerson, '$1hidden');
    return (known ? replaced.replace(known, mark) : replaced).replace(/[\uE000\uE001]/g, '');
  };
  return {
    text,
    finding: finding => ({
      ...finding,
      because: text(finding.because),
      ...(finding.subject !== undefined && { subject: text(finding.subject) }),
    }),
    hides: exhibit => (isPublic(exhibit) ? undefined : 'Not shown, as it may hold a patient\u2019s record.'),
  };
}

const patientInPath = /(\bPatient(?:\/|%2F))([A-Za-z0-9][A-Za-z0-9.-]{0,63})/gi;
const patientInQuery =
  /([?&](?:patient|subject|beneficiary|individual|_id)(?::[A-Za-z]+)?(?:\.[a-z]+)?=)([^&#\s"']+)/gi;
const recordInPath =
  /(\b(?:AllergyIntolerance|Appointment|Binary|CarePlan|CareTeam|Condition|Coverage|Device|DiagnosticReport|DocumentReference|Encounter|Goal|Immunization|Media|MedicationDispense|MedicationRequest|Observation|Procedure|Provenance|QuestionnaireResponse|RelatedPerson|ServiceRequest|Specimen)\/)[A-Za-z0-9][A-Za-z0-9.-]{0,63}/g;
const aboutPerson =
  /([?&](?:name|family|given|birthdate|death-date|phone|email|telecom|address[a-z-]*|identifier|login_hint|username)(?::[A-Za-z]+)?=)[^&#\s"']+/gi;

/** `123` in `Patient/123`, `Patient%2F123` or a whole address. */
const idOf = (value: string): string => value.replace(/^.*(?:\/|%2F)/i, '');

/** Topics whose pages and answers are meant for anyone. */
const publicTopics: readonly Topic[] = [
  'discovery',
  'service-base-urls',
  'documentation',
  'onboarding',
  'fees-and-terms',
  'availability',
];

/** Shown only what a stranger may see: a record must not slip in because a server forgot to ask for a login. */
function isPublic(exhibit: Exhibit): boolean {
  if (exhibit.kind === 'exchange') return isPublicExchange(exhibit);
  if (exhibit.kind !== 'page' && exhibit.kind !== 'file') return true;
  const topic = exhibit.step?.id.split('/')[0];
  return publicTopics.some(name => name === topic);
}

function isPublicExchange({ request, step }: Exchange): boolean {
  const path = URL.parse(request.url)?.pathname ?? '';
  if (/\/(metadata|\.well-known\/[^/]+)$/.test(path)) return true;
  const stranger = !header(request.headers, 'authorization') && !header(request.headers, 'cookie');
  const reading = ['GET', 'HEAD', 'OPTIONS'].includes(request.method) && !request.body;
  const topic = step?.id.split('/')[0];
  const record = /\/(?:Patient|\$[a-z]|_history|_search)/i.test(path) || new RegExp(recordInPath).test(`${path}/x`);
  return stranger && reading && !record && publicTopics.some(name => name === topic);
}
