import { anyOf, concept, type Sense } from './sense.ts';

const may = concept('(?:may|reserves? the right|can|right to|subject to|entitled to)\\b');
const change = concept(
  '(?:modif(?:y|ied|ication)|chang(?:e|ed|es|ing)|amend(?:ed|ments?)?|revis(?:e|ed|ions?)|updated?|alter(?:ed)?|discontinued?|replaced?|withdraw(?:n)?|deprecated?|retired?|removed?|add(?:ed)? to)\\b',
);
const object = concept(
  '(?:terms|agreement|conditions|policy|policies|APIs?|SDKs?|interfaces?|fees?|services?|developer program|documentation|endpoints?|versions?|functionality)\\b',
);
const atWill = concept(
  'at any time\\b',
  'with(?:out| or without) (?:prior |any |further |advance |giving |previous )*(?:notice|notification|warning)\\b',
  '(?:sole|own|absolute) discretion\\b',
  'effective (?:immediately|upon|on posting|when|as soon)',
  'takes? effect (?:immediately|upon|when)',
);
const noDutyToTell = concept(
  '(?:not|no|need not|without)\\b[^.;]{0,30}\\b(?:oblig\\w+|required|duty|need)?[^.;]{0,20}\\b(?:inform|notify|announce|warn|tell)(?:ing)?\\b',
);
const noticeGiven =
  /\b(?:\d+|thirty|sixty|ninety|twelve|six|three)\b[^.]{0,24}\b(?:days|weeks|months)\b|(?<!without )(?<!without any )(?<!with or without )\b(?:advance|prior|reasonable|written|adequate)(?: (?:written|prior|advance))? notice\b|(?<!not )\b(?:will|shall) (?:notify|announce|inform|give|publish|endeavou?r|tell)\b|\bby giving\b|\bannounce[sd]\b|\b(?:weeks|months|days) (?:ahead|before|in advance)\b/i;
const emergency =
  /\bsecurity\b|\bemergenc|\bexigen|\brequired by law\b|\bunavailable\b|\boutage|\bmaintenance\b|\bcontacts?\b|\bbeta\b|\bsandbox\b/i;
const ofTheSite = /\b(?:web ?site|site content|this site)\b/i;
const others = /\b(?:you|patients?|practices?|customers?|developers?|users?|apps?|clients?) (?:may|can)\b/i;
const document = {
  where:
    /\b(?:information|material|contents?|specifications?) (?:in|of|on) this (?:document|guide|page|manual)|\bthis (?:document|guide|manual) (?:is|may)\b|\bspecifications? (?:is|are|may be) subject\b/i,
  because: 'It may mean the text of the document alone.',
};
const fixed = {
  unless: anyOf(noticeGiven, emergency, ofTheSite, others),
  unlessAround: anyOf(noticeGiven, ofTheSite, /\bsandbox\b|\bbeta\b/i),
};

/** The API or its terms change before anyone can adapt (45 CFR 170.404(a)(4)(iii)(B)). */
export const changes: readonly Sense[] = [
  { kind: 'change', says: [may, change, atWill, object], ...fixed, doubt: document },
  {
    kind: 'change',
    says: [
      anyOf(change, concept('(?:new|revised|amended|updated) (?:terms|version)\\b')),
      concept('effective\\b', 'binding\\b', 'takes? effect\\b', 'appl(?:y|ies)\\b', 'in force\\b'),
      concept(
        'immediately\\b',
        'upon (?:posting|publication|being posted)\\b',
        'when (?:we |they are )?(?:post|publish)(?:ed)?',
        'as soon as\\b',
        'at once\\b',
      ),
      anyOf(object, change),
    ],
    ...fixed,
  },
  { kind: 'change', says: [noDutyToTell, change, object], within: 150, unless: anyOf(ofTheSite, emergency, others) },
  {
    kind: 'change',
    says: [
      concept('(?:information|contents?|specifications?|material)\\b'),
      concept('subject to change without (?:prior )?notice\\b'),
    ],
    within: 100,
    unless: ofTheSite,
    doubt: { where: /./, because: document.because },
  },
  {
    kind: 'change',
    says: [may, change, concept('from time to time\\b'), object],
    ...fixed,
    doubt: { where: /./, because: 'It does not say how long before.' },
  },
];
