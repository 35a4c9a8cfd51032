import { anyOf, concept, demands, forbids, notAskedFor, type Sense } from './sense.ts';

const speaks = concept(
  '(?<!(?:was|were|is|are|been) )(?:publish|disclos|publici[sz]|releas|(?<!revenue )(?<!profit )shar(?:e|ing)\\b|discuss|reveal|communicat|post\\b|comment|statements?\\b|announc|review|speak|blog|show(?:n|s|ing)?\\b|pass(?:ed)? on\\b)\\w*',
);
const nda = concept('NDAs?\\b', 'non-?disclosure agreements?\\b', 'confidentiality agreements?\\b');
const subjects = concept(
  '(?:benchmarks?|performance|test results|pricing|prices|terms|this agreement|defects?|problems|documentation|specifications?|interoperability|shortcomings|downtime|outages|reliability|quality|availability|usability)\\b',
  '(?:APIs?|company|us)(?:,|\\.|$| to\\b| without\\b)',
);
const papers = concept(
  '(?:documentation|specifications?|pricing|prices|fees|performance|terms(?: and conditions)?|existence)\\b',
);
const ownSecrets =
  /\b(?:client secrets?|private keys?|credentials?|passwords?|tokens?|patients?['’]?s? (?:data|information|records?)|patient['’]s|PHI|protected health information|personal (?:data|information)|vulnerabilit\w*)/i;
const ofNames =
  /\bname\b|\blogo|\btrade ?mark|\bendors|\baffiliat|\bfalse\b|\bmisleading\b|\bsponsor|\bon behalf of\b|\bpartnership\b|\bmisrepresent/i;
const notSecret = /\bnot (?:\w+ )?confidential\b|\bdoes not include\b|\bexcludes?\b|\bterms of confidentiality\b/i;
const leftOpen = {
  where:
    /\bHHS\b|\bregulators?\b|\bgovernment (?:agenc|authorit)|\b170\.403\b|\breport (?:problems|concerns)|\bONC\b|\bprotected (?:activity|communication)/i,
  because: 'Reports to authorities are left open.',
};

/** Silence about problems, prices and documents (45 CFR 170.403; 171.303(b)(5)). */
export const silence: readonly Sense[] = [
  {
    kind: 'silence',
    says: [
      anyOf(forbids, concept('non-')),
      concept(
        'disparag\\w*',
        'critici[sz]\\w*',
        '(?:negative|adverse|derogatory|critical) (?:\\w+ )?(?:statements?|comments?|reviews?|publicity|remarks?)',
      ),
    ],
    within: 120,
    unless: /\bmay critici/i,
  },
  {
    kind: 'silence',
    says: [forbids, speaks, subjects],
    within: 150,
    unless: anyOf(
      ownSecrets,
      ofNames,
      /\bdisclos\w+[^.]{0,20}\b(?:your|their) (?:fees|prices|terms)|\b(?:privacy|usage) terms\b|\bto (?:your|their) users\b/i,
    ),
    doubt: leftOpen,
  },
  {
    kind: 'silence',
    says: [
      concept('confidential(?:ity)?\\b', 'secret\\b'),
      papers,
      concept(
        '(?:is|are|be|constitutes?|remains?|considered|deemed|treat(?:ed)?|includes?|means|covers?|comprises?|consists of)\\b',
      ),
    ],
    within: 170,
    unless: anyOf(notSecret, ownSecrets, /\b(?:keep|protect)\w*\b[^.]{0,30}\b(?:records?|patient)/i),
    doubt: { ...leftOpen, where: anyOf(leftOpen.where, /\bpublicly available\b/i) },
  },
  {
    kind: 'non-disclosure-agreement',
    says: [
      nda,
      anyOf(
        demands,
        concept(
          'sign(?:ed|ing)?\\b',
          'execut\\w+',
          'complet\\w+',
          'upon\\b',
          'return(?:ed)?\\b',
          'accept(?:ed)?\\b',
          'in place\\b',
          'entered? into\\b',
          'under\\b',
        ),
      ),
    ],
    within: 130,
    unless: anyOf(
      notAskedFor(nda),
      /\boptional\b|\bbeta\b|\bpre-?release\b|\bunreleased\b|\bupcoming\b|\bSOC ?2\b|\bto customers\b|\bsupersede/i,
    ),
  },
];
