/**
 * Who is meant. An API User makes or uses apps; an API information source runs the vendor's product (practice, hospital,
 * customer); the same company may be both, so only the words and their place in the page decide.
 */
export type Party = 'api-user' | 'source' | 'patient';

export interface Mention {
  readonly party: Party;
  readonly words: string;
  readonly at: number;
  /** "per practice", "for each patient": what is counted, not who pays. */
  readonly counted: boolean;
}

const names: { readonly [party in Party]: string } = {
  'api-user': [
    '(?:(?:third[- ]party|external|independent|client|consumer|patient|personal|mobile|api|software|app|application) ){0,3}(?:app|application|software|api)s?[ -]?(?:developer|vendor|publisher|maker|owner|user|licensee|consumer|client|subscriber|partner)s?',
    '(?:third[- ]party|external|independent) (?:developer|vendor|app|application|compan(?:y|ie)|software|organi[sz]ation|integrator)(?:s|es)?',
    '(?:requesting|integrating|participating|connecting|outside) (?:vendor|part(?:y|ies)|compan(?:y|ies)|organi[sz]ation)s?',
    '(?<!EHR )(?<!EMR )vendors?',
    'software compan(?:y|ies)',
    'third[- ]part(?:y|ies)',
    'developers?',
    'integrators?',
    'licensees?',
    'registrants?',
    'applicants?',
    'distributors?',
    'partners?',
    '(?:(?:patient|consumer|provider|clinician)[- ]facing |consumer |patient |registered |production )?(?:apps?|applications?)',
    '(?:registered )?clients?(?= ids?\\b)',
    'registered clients?',
  ].join('|'),
  source: [
    'api information sources?',
    'information sources?',
    '(?:provider|health ?care|client|customer) organi[sz]ations?',
    'practices?',
    'providers?',
    'customers?',
    'clinics?',
    'hospitals?',
    'health ?systems?',
    'facilit(?:y|ies)',
    'physicians?',
    'clinicians?',
    'medical groups?',
    'clients',
  ].join('|'),
  patient: [
    'patients?',
    'individuals?',
    'consumers?',
    'personal representatives?',
    'caregivers?',
    'beneficiar(?:y|ies)',
  ].join('|'),
};

const anyParty = new RegExp(
  `\\b(?:(${names['api-user']})|(${names.source})|(${names.patient}))\\b(?!['’]s\\b|\\/|[- ](?:data|records?|portal|access|information|apis?|accounts?|facing|messaging|population|directory|directories|ids?|secrets?|credentials?)\\b)`,
  'gi',
);
const perHead = /\b(?:per|each|every|number of)\s+(?:\w+\s+)?$/i;

/** Everyone named, in order. */
export function partiesIn(text: string): readonly Mention[] {
  return [...text.matchAll(anyParty)].map(match => ({
    party: match[1] ? 'api-user' : match[2] ? 'source' : 'patient',
    words: match[0],
    at: match.index,
    counted: perHead.test(text.slice(Math.max(0, match.index - 30), match.index)),
  }));
}

/** An app that a person chose to read their own record with. */
export const servesPatients =
  /\b(?:patient|consumer)(?:[- ](?:facing|chosen|mediated|directed|access))? (?:apps?|applications?)\b|\bapps? (?:that (?:are )?)?(?:chosen|used|selected) by (?:patients|individuals|consumers)\b|\bpersonal health (?:record|app)|\bconsumer[- ]apps?\b|\bpatient[- ]access (?:api|app)/i;
