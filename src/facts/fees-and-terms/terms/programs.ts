import { anyOf, clinical, concept, demands, forbids, type Sense } from './sense.ts';

const test = concept(
  '(?:certification(?! (?:body|criteri|number|id|edition))|validation|accreditation)\\b',
  '(?:security|technical|app|application|code|privacy|design|quality|functional|compliance|vendor|risk)(?: \\w+)? (?:review|assessment|evaluation|audit|test(?:s|ing)?|questionnaire|demonstration)\\b',
  'demo(?:nstration)?s?\\b',
  'penetration test(?:s|ing)?\\b',
  'HITRUST\\b',
  'SOC ?2\\b',
  'test(?:ing)? (?:program(?:me)?|suite|plan|report|cases)\\b',
  '(?:conformance|interoperability|acceptance|integration|final) (?:test(?:s|ing)?|exam|review)\\b',
  '(?:training |certification )?course\\b',
  'exam(?:ination)?s?\\b',
  'tested (?:in|by|at)\\b',
  '(?:test|interop|our|certification) lab\\b',
);
const passes = concept(
  '(?:pass|complet|undergo|undergone|go(?:es)? through|demonstrat|obtain|hold|submit|achiev|receiv|provid|present|give|earn|succe|clear|finish|satisf|attend|includes?|approved|signed off)\\w*',
);
const door = concept(
  '(?:production|credentials?|client ids?|keys?|enabled?|access|go(?:ing|es)? live|go-live|launch|customers?|activat\\w+|switched on|usable|endpoints?|live data|released|authori[sz]ed by)\\b',
);
const circle = concept(
  '(?:certified|approved|accepted|admitted|vetted|validated|official|contracted) (?:partners?|apps?|applications?|developers?|members?|vendors?)\\b',
  '(?:partner|alliance|developer|connect) (?:program(?:me)?|network)\\b(?! (?:is|are) (?:optional|free))',
  '(?:approved|formal|signed|strategic) partnership\\b',
  '(?:marketplace|app ?(?:store|gallery|hub|exchange|catalog(?:ue)?|directory))\\b',
  '(?:certified|verified|approved|trusted)(?: \\w+)? (?:seal|status|mark|tier)\\b',
  'members? of (?:our|the)\\b',
  'partner(?:ship)? agreement\\b',
  '(?:to|for) (?:our |the )?(?:\\w+ )?partners\\b',
);
const enters = concept(
  'by (?:being|joining|passing|becoming)\\b',
  '(?:only|no other) way\\b',
  '(?:provided|issued|given|available|granted|restricted|open) to\\b',
  'only\\b',
  'limited to\\b',
  'restricted to\\b',
  'reserved for\\b',
  'requires?\\b',
  'required\\b',
  'must\\b',
  'unless\\b',
  'until\\b',
  'has to\\b',
  'have to\\b',
  'before\\b',
  'mandatory\\b',
  'once\\b',
  'after\\b',
  'prerequisite\\b',
  'condition (?:of|for)\\b',
  'compulsory\\b',
  'needs? to\\b',
);
const joining = concept(
  '(?:join|enrol+|becom(?:e|ing)|accepted|admitted|published|listed|members?|approved|certified|verified|earned|hold|carr(?:y|ies)|invited|partnership|partners)\\w*',
);
const harmless =
  /\b(?:optional|voluntary|recommend(?:ed)?|encouraged?|not (?:needed|required|necessary|mandatory|a condition)|never a condition|whether or not|early access|beta|demonstration (?:and|or) evaluation|evaluation purposes|neither (?:needed|required)|not (?:\w+ )?required|no bearing|ONC|Inferno|authenticity|proprietary|non-?certified|not certified|identity)\b|\bwe (?:have )?(?:passed|completed|undergo|test)\b|\bour (?:server|product|module|software|systems?|data centers?)\b|\bis a choice\b|\bdo(?:es)? not depend\b/i;
const apart = anyOf(clinical, /\bproprietary\b|\bnon-?certified\b|\bpartner track\b|\boptional\b|\bis a choice\b/i);
const guarded = { unless: anyOf(clinical, harmless), unlessAround: apart } as const;

/** The vendor's own tests and programs as a condition (45 CFR 170.404(a)(4)(ii)(B)(4) and (6)). */
export const programs: readonly Sense[] = [
  { kind: 'vendor-program', says: [demands, passes, test, door], ...guarded },
  {
    kind: 'vendor-program',
    says: [concept('successful\\b', 'satisfactory\\b', 'mandatory\\b'), test, door],
    ...guarded,
  },
  { kind: 'vendor-program', says: [enters, circle, joining, door], ...guarded },
  {
    kind: 'vendor-program',
    says: [concept('unless\\b', 'until\\b'), joining, forbids, concept('apps?\\b', 'applications?\\b')],
    within: 150,
    unless: anyOf(new RegExp(harmless.source, 'i'), /\bpatients? (?:has|have|agree|consent)/i),
    unlessAround: apart,
  },
  {
    kind: 'vendor-program',
    says: [
      concept(
        '(?:must|required to|have to) (?:first )?(?:join|enrol+|become (?:an? )?(?:\\w+ ){0,3}?(?:partner|member))\\b',
      ),
      door,
    ],
    ...guarded,
  },
  {
    kind: 'vendor-program',
    says: [demands, concept('(?:certified|validated|tested|vetted|reviewed|approved) by\\b'), door],
    ...guarded,
    unless: anyOf(
      clinical,
      harmless,
      /\b(?:certified|validated|tested|vetted|reviewed|approved) by (?:an? |the |its |each |any |your )?(?:patients?|practices?|customers?|users?|hospitals?|health systems?|individuals?|organi[sz]ations?|FDA|notary)\b/i,
    ),
  },
  {
    kind: 'vendor-program',
    says: [
      concept(
        '(?<=^\\W*(?:\\d+[.)] )?)(?:then )?(?:complete|pass|submit|undergo|obtain|take|attend|schedule|provide)\\b',
      ),
      test,
    ],
    within: 120,
    withAround: door,
    ...guarded,
  },
  {
    kind: 'vendor-program',
    says: [
      concept('(?:before|prior to|once|to (?:get|receive|obtain|request|move|go|activate|be given))\\b'),
      concept('(?:schedule|complete|pass|submit|take|attend|join|apply|sign)\\b'),
      anyOf(test, circle),
      door,
    ],
    ...guarded,
  },
  {
    kind: 'vendor-program',
    says: [
      anyOf(test, concept('(?:participation|membership|enrol\\w+|partnership|partner(?:ship)? agreement)\\b')),
      concept('(?:is|are) (?:\\w+ )?(?:required|mandatory|compulsory|obligatory)\\b'),
    ],
    within: 110,
    withAround: concept('(?:registr|register|access|APIs?\\b|production|onboarding|credentials)'),
    ...guarded,
  },
  {
    kind: 'vendor-program',
    says: [
      concept(
        '(?:must|shall|has to|have to|required to) be (?:certified|validated|vetted) by (?:us|our|the company)\\b',
      ),
    ],
    ...guarded,
  },
  {
    kind: 'vendor-program',
    says: [
      concept(
        '(?:must|required to|have to|has to|need to) (?:first )?(?:join|enrol+ in|become (?:an? )?(?:\\w+ ){0,3}?members?)\\b',
      ),
      concept('(?:program(?:me)?|alliance|network|ecosystem)\\b'),
    ],
    within: 110,
    ...guarded,
  },
  {
    kind: 'vendor-program',
    says: [
      concept('not (?:yet )?(?:been )?(?:listed|certified|validated|reviewed|accepted|tested)\\b'),
      concept('cannot\\b', '(?:may|will|can|shall) not\\b'),
      door,
    ],
    within: 130,
    ...guarded,
  },
];
