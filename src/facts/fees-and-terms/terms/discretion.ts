import { anyOf, clinical, concept, demands, forbids, maker, notAskedFor, ownersDecide, type Sense } from './sense.ts';

const decides = concept(
  '(?:approv|accept(?:ed|ance)?\\b|reject|refus|den(?:y|ied|ies)\\b|declin|suspend|terminat|revo(?:k|c)|disabl|deactivat|block|withh[eo]ld|withdraw|restrict|limit(?:ing)?\\b|grant|cancel|remov|allow|admit|connect\\b|disconnect)\\w*',
);
const atWill = concept(
  '(?:sole|absolute|own|its|our|unfettered|\\w+.s)(?:,? (?:and )?(?:sole|absolute|exclusive|unfettered))? (?:discretion|judge?ment|determination)\\b',
  '(?:has|have|full|complete|in its|at its) (?:\\w+ )?discretion\\b',
  '(?:for|with) (?:any|whatever|no)(?: or no)? reasons?\\b',
  'without (?:any )?(?:cause|reasons?|justification|explanation|stating|giving|recourse)\\b',
  'with or without (?:cause|reason)\\b',
  'for (?:\\w+.s |its |our |any )?(?:own )?convenience\\b',
  '(?:see|sees|deem|deems) fit\\b',
  'case[- ]by[- ]case\\b',
  'free to (?:accept|approve|decline|refuse|reject|deny|terminate|suspend|revoke)\\b',
  'without (?:stating|saying|explaining) why\\b',
  'whenever (?:it|we) (?:wish|like|want|choose)\\w*',
  'need not (?:give|state|provide) (?:a )?reasons?\\b',
  '(?:under )?no obligation to (?:approve|accept|admit|register|grant|allow|enable)\\b',
  'not (?:obliged|obligated|required) to (?:approve|accept|admit|register|grant|allow|enable)\\b',
);
const extras = /\b(?:featured|promot\w*|co-?market\w*|beta|badges?|value-added|premium|logos?|fees?|prices?)\b/i;
const forCause =
  /\bonly (?:if|when|for|where|in)\b|\bif (?:you|the app|it|an app|a client|developer)\b|\b(?:for|upon|in case of|in the event of) (?:\w+ ){0,2}?(?:breach|violation|misuse|abuse|fraud|threat|cause\b)|\bsecurity\b|\bthreat|\brisk\b|\bendanger|\bbreach|\bviolat|\bcourt\b|\brequired by law\b|\bobjective\b|\bcriteria\b|\b(?:that|which|who) (?:pose|do not|cannot|could not|fail|send)/i;
const noRefusal = /\bnot\b[^.]{0,40}\bdiscretion\b|\bdo not refuse\b/i;
const records = concept(
  '(?:patients?.?s? (?:data|information|records?)|health (?:data|information|records?)|protected health information|PHI|EHI|records?|data (?:obtained|received|accessed|retrieved)|data from)\\b',
);
const testing =
  /\bsandbox|\btest (?:environment|data|patients?|system|account|credentials|server)|\bpreview\b|\btrial\b|\bdemo\b|\bpersonal (?:data|information)\b|\bmay be used in production\b/i;
const keeps = concept(
  '(?:stor(?:e|ed|ing)|cach(?:e|ed|ing)|retain(?:ed|ing)?|aggregat\\w+|combin\\w+|persist|keep|archive|warehouse|copy|download|save|(?:creat|build)(?:e|ing)? (?:\\w+ )?databases?|de-?identify|analy[sz]e|merge|merging|link it)\\b',
);
const withLeave =
  /\blonger than\b|\bbeyond\b|\bwithout\b[^.]{0,40}\b(?:consent|authori[sz]ation|permission|express)|\bunless\b|\bunencrypted\b|\bencrypt\w*|\blaw\b|\bdeletes\b|\bkeep\w*\b[^.]{0,40}\b(?:confidential|secret|secure|safe|private)\b|\bpasswords?\b|\btokens?\b|\bsecrets?\b|\bexcept\b|\bsandbox\b|\bafter\b|\bin (?:logs?|URLs?|error)|\bnot agreed\b/i;
const baa = concept('(?:business associate agreements?|BAAs?)\\b');

/** Refusal and withdrawal at will, use held down, and risk put on one side (45 CFR 170.404(a)(4)(i)(B) and (ii)(A)). */
export const discretion: readonly Sense[] = [
  {
    kind: 'discretion',
    says: [atWill, decides],
    unless: anyOf(ownersDecide, extras, noRefusal),
    unlessAround: clinical,
    doubt: { where: /\b(?:either|each|any) party\b|\bboth parties\b/i, because: 'It gives both sides the same right.' },
  },
  {
    kind: 'discretion',
    says: [
      concept('(?:may|reserves? the right|can)\\b'),
      concept('(?:refuse|suspend|terminate|revoke|disable|cancel|withdraw|remove|deactivated?)\\b'),
      concept('at any time\\b'),
    ],
    within: 130,
    unless: anyOf(
      forCause,
      ownersDecide,
      extras,
      /(?<!without )(?<!without prior )(?<!without any )\bnotice\b/i,
      /\b(?:apps?|clients?|data|developer|licensee) (?:may|can|in the)\b|\b(?:tokens?|sessions?|update|change|modify|discontinue)\b|\b(?:patients?|individuals?|consumers?|users?|practices?|customers?)\b[^.;]{0,80}\b(?:may|can)\b/i,
    ),
  },
  {
    kind: 'discretion',
    says: [
      concept('reserves? the right\\b'),
      concept('(?:refuse|decline|reject|deny|not to accept)\\b'),
      concept('(?:any|requests?|applications?|registrations?|apps?|developers?|access)\\b'),
    ],
    within: 130,
    unless: anyOf(forCause, ownersDecide, extras),
    unlessAround: anyOf(clinical, /\bcriteria\b|\bonly (?:if|when|for)\b/i),
  },
  {
    kind: 'discretion',
    says: [
      concept('(?:approv|accept|select|admit)\\w*'),
      concept('(?:align|fit|consistent|match|suit)\\w*'),
      concept('(?:strateg\\w*|roadmap|business (?:interests?|goals?|model|objectives?|plans?)|priorities)'),
    ],
  },
  {
    kind: 'use-limit',
    says: [
      concept('only\\b', 'solely\\b', 'exclusively\\b', 'limited to\\b', 'restricted to\\b'),
      concept('(?:internal evaluation|evaluation|non-?production|non-?commercial|personal)\\b'),
    ],
    within: 110,
    unless: testing,
    unlessAround: /\bsandbox|\btest environment|\bpreview\b|\bdemo\b/i,
  },
  {
    kind: 'use-limit',
    says: [concept('(?:production|commercial)(?: or (?:production|commercial))? use\\b'), forbids],
    within: 110,
    unless: testing,
    unlessAround: /\bsandbox|\btest environment|\bpreview\b|\bdemo\b/i,
  },
  { kind: 'use-limit', says: [forbids, keeps, records], unless: withLeave },
  {
    kind: 'use-limit',
    says: [concept('data (?:may|must|shall|can) not be\\b'), keeps],
    within: 60,
    unless: withLeave,
  },
  { kind: 'use-limit', says: [forbids, concept('combin\\w+', 'merg\\w+'), concept('data\\b')], unless: withLeave },
  {
    kind: 'use-limit',
    says: [forbids, concept('(?:train|machine learning|artificial intelligence|AI models?)\\b')],
    within: 120,
    unless: /\bwithout\b[^.]{0,40}\b(?:consent|authori[sz]ation|permission)|\bpatients? (?:agree|consent)/i,
    doubt: { where: /./, because: 'It may be meant to protect patients.' },
  },
  {
    kind: 'liability',
    says: [
      concept('indemnif\\w*', 'hold(?:s|ing)?\\b[^.;]{0,40}\\bharmless', 'defend\\b'),
      concept(
        '(?:regardless|irrespective) of\\b',
        'whatever\\b',
        'whether or not\\b',
        '(?:even (?:if|where|when|for)|including|notwithstanding)\\b[^.;]{0,80}(?:negligen\\w*|fault\\b|errors\\b)',
      ),
    ],
    within: 220,
    unless:
      /\bindemnif\w+ you\b|\bwe (?:will|shall) (?:defend|indemnify)|\b(?:your|developer['’]s|licensee['’]s|its own|their own) (?:own |gross )?(?:negligen|fault|errors)|\bexcept\b/i,
  },
  {
    kind: 'liability',
    says: [
      concept(
        '(?:your|developer.s|licensee.s|partner.s) liability\\b',
        'liability of (?:the )?(?:developer|licensee|partner)\\b',
      ),
      concept('unlimited\\b', 'without limit', 'not (?:be )?(?:limited|capped)\\b'),
    ],
    within: 110,
  },
  {
    kind: 'liability',
    says: [
      demands,
      maker,
      concept('(?:carry|maintain|obtain|procure|hold|provide|show|proof of)\\b'),
      concept('(?:liability|cyber|professional|errors and omissions) (?:\\w+ )?insurance\\b', 'additional insured\\b'),
    ],
  },
  {
    kind: 'business-associate',
    says: [anyOf(demands, concept('sign(?:ed|ing)?\\b', 'execut\\w+', 'complete\\b', 'return\\b')), baa],
    within: 110,
    unless: anyOf(
      clinical,
      notAskedFor(baa),
      /\bon behalf of (?:a |the )?(?:practice|provider|customer|covered)|\bif (?:you|the developer|an app) (?:are|is|act)|\bwhere HIPAA\b|\bwith (?:the|each|that|any) (?:practice|customer|covered entity|provider|hospital|data holder|of)\b|\bmay need\b|\backnowledges\b|\bas applicable\b|\bif applicable\b|\bhas signed\b|\bis a business associate\b/i,
    ),
    unlessAround: clinical,
  },
];
