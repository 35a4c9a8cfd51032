import { concept, demands, forbids, type Sense } from './sense.ts';

const toCompete = concept(
  'compet(?:e|es|ing|itive|itively|ition|itors?)\\b(?! (?:for|insights?|pricing|bidding|laws?|bids?|interests?))(?!.s\\b)',
);
const otherMeanings =
  /\banti-?trust\b|\bdisclos\w+[^.]{0,60}\bcompet|\bunfair(?:ly)? compet|\bsame (?:terms )?(?:for|to) (?:all|everyone)\b|\bregardless of\b|\bincluding competitors\b|\bcompetitors included\b|\bcharged\b|\brate\b|\bseparate conditions\b|\b(?:additional|different|separate|special|stricter) (?:\w+ )?(?:terms|conditions|requirements)\b|\bdoes not\b/i;
const deals = concept(
  '(?:integrat|contract|partner|work|connect|offer|deal|interoperat|cooperat|agreement|market|distribut|licen[cs]e|sell|sold|sourc|provid|arrangement|relationship|channel|suppl)\\w*',
);
const exclusively = concept(
  '(?<!non[- ])(?<!not )(?<!mutually )exclusiv(?:e|ely|ity)\\b(?! (?:jurisdiction|remed|property|owner|agreement|right,? title|venue|of (?:any )?tax))',
  'solely (?:with|through|via|in|on|to|for)\\b',
  'only (?:with|through|via|in|on) (?:us|our|the|\\w+.s)\\b',
);
const recordSystem = concept(
  '(?:marketplace|(?:app )?store|app (?:gallery|hub)|EHRs?|EMRs?|electronic (?:health|medical) records?|vendors?|platforms?|customers|partners?|suppliers?|us|company|licensor|source|provider|connectivity|distribution|distributors?)\\b',
);
const take = concept(
  '(?:purchas(?:e|es|ed|ing)|licen[cs](?:e|es|ed|ing)|subscrib(?:e|es|ed|ers?)|subscription(?! (?:income|revenue|fee))|buy(?:s|ing)?|acquir(?:e|es|ing)|order(?:s|ing)?|contract(?:ed)?|enrol(?:l|led)?|customers? of)\\b(?! (?:fee|key))',
);
const product = concept(
  '(?:our|its|the|an? (?:active|current|valid|paid|existing)|another|other|additional|at least one|\\w+.s) (?!(?:[\\w-]+ ){0,4}?(?:APIs?|FHIR|developer|licen[cs]e)\\b)(?:[\\w-]+ ){0,4}?(?:products?|modules?|suites?|services?|software|solutions?|platform|analytics|hosting|cloud|packages?|portal|messaging|engine|EHR|EMR)\\b(?! APIs?)',
  '(?:licen[cs]e|subscription|contract) (?:for|of) (?!(?:the |our |its )?(?:[\\w-]+ )?(?:APIs?|FHIR|use|access|this|these|each|every|CPT|SNOMED|developers?|apps?|applications?)\\b)\\w+',
);
const ofTheApi =
  /\b(?:you|developer|licensee|customer|parties) may\b(?! not| only)|\b(?:their|your) own\b|\bdeveloper licen[cs]e\b|\bAPI licen[cs]e\b|\blicen[cs]e to use the (?:API|services?)\b|\boptional\b|\bwe grant\b|\bgrants? (?:to )?(?:you|developer|licensee)\b|\bnon-?exclusive\b|\bapplicable law\b|\bterms of (?:use|service)\b/i;

/** Promises not to compete, to deal with nobody else, or to take other products (45 CFR 170.404(a)(4)(ii)(B)(2) to (4)). */
export const covenants: readonly Sense[] = [
  { kind: 'competition', says: [forbids, toCompete], unless: otherMeanings },
  {
    kind: 'competition',
    says: [
      concept(
        '(?:if|that|unless) (?:you|it|they|developer|licensee|applicant) (?:are|is) (?:not )?(?:an? |and will not become an? )?(?:\\w+ ){0,2}competitors?\\b',
        '(?:is|are|am) not (?:an? |and will not become an? )?(?:\\w+ ){0,2}competitors?\\b',
      ),
    ],
    unless: /\bcharged\b|\bsame terms\b/i,
  },
  {
    kind: 'competition',
    says: [
      forbids,
      concept(
        '(?:same|similar|equivalent|comparable|substitutes?)\\b',
        '(?:replicat|duplicat|substitut|imitat|mimic|displac|reproduc)\\w*',
      ),
      concept('(?:functions?|functionality|features?|products?|services?|offerings?|capabilit(?:y|ies))\\b'),
      concept('(?:our|ours|its|us|company|core|existing|\\w+.s)\\b'),
    ],
    within: 150,
    unless: /\bdocumentation\b|\blogos?\b|\buser interface\b|\blogin\b|\bmisrepresent|\bsimilar technolog/i,
  },
  {
    kind: 'competition',
    says: [
      forbids,
      concept('(?:comparable|similar|equivalent|identical) to\\b', 'same as\\b'),
      concept('(?:products?|services?|offerings?|apps?|applications?|functions?|features?)\\b'),
    ],
    within: 150,
    unless: /\bmisrepresent|\bnames?\b|\blogos?\b|\btrade ?mark/i,
  },
  {
    kind: 'competition',
    says: [
      concept('(?:does|do|will|can|shall) not (?:accept|register|admit|approve|allow|license|serve)\\b', 'refuses?\\b'),
      concept('competitors?\\b(?!.s\\b)'),
    ],
    within: 110,
    unless: /\bsame (?:terms|rules)\b|\bsupport\b|\bdiscriminat/i,
  },
  {
    kind: 'exclusivity',
    says: [concept('right of first (?:refusal|offer|negotiation)\\b', 'most[- ]favou?red[- ](?:nation|customer)\\b')],
  },
  {
    kind: 'exclusivity',
    says: [exclusively, deals, recordSystem],
    within: 110,
    unless:
      /\bcourts?\b|\bjurisdiction\b|\bremed|\bagreement between\b|\bhttps\b|\btls\b|\bcredentials?\b|\blaunch(?:es)?\b|\bsolely (?:for|to|responsible)\b|\bexclusively (?:for|to|responsible)\b(?! \w+ customers)/i,
  },
  {
    kind: 'exclusivity',
    says: [
      forbids,
      deals,
      concept(
        '(?:any |an )?(?:other|another|competing|alternative) (?:\\w+ )?(?:EHRs?|EMRs?|electronic (?:health|medical) records?|vendors?|platforms?|health IT|suppliers?|networks?)\\b',
      ),
    ],
    within: 150,
  },
  {
    kind: 'tied-product',
    says: [
      demands,
      take,
      product,
      concept(
        '(?:APIs?|FHIR|access|credentials?|production|connect|register|developers?|applications?|apps?|you|licensees?|partners?)\\b',
      ),
    ],
    unless: ofTheApi,
    doubt: {
      where: /\b(?:practices?|hospitals?|customers?|clinics?|health systems?|providers?) must\b/i,
      because: 'It binds customers, whom another paragraph protects.',
    },
  },
  {
    kind: 'tied-product',
    says: [
      concept(
        '(?:must|have to|has to|required to|shall|need to) (?:\\w+ )?(?:be (?:hosted|deployed|run|built) (?:on|in|by|with|using|through)|(?:use|run on|deploy on|integrate with))\\b',
      ),
      concept(
        '(?:our|the \\w+|[A-Z]\\w+) (?:\\w+ )?(?:cloud|platform|hosting|infrastructure|toolkit|framework|middleware|gateway|messaging)\\b',
      ),
    ],
    within: 110,
    unless: /\b(?:their|your) own\b|\bhttps\b|\btls\b/i,
  },
];
