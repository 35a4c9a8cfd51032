/** What may be asked of whoever wants in, beyond who they are and what their app is. */
export const demandKinds = ['sponsor', 'vetting', 'programme', 'payment', 'sales'] as const;
export type DemandKind = (typeof demandKinds)[number];

export interface Demand {
  readonly kind: DemandKind;
  /** The sentence that makes it. */
  readonly sentence: string;
  /** The words that name what is asked for. */
  readonly words: string;
  /** `demanded`: the sentence makes it a condition. `mentioned`: it speaks of it, and a reader would not be sure. */
  readonly strength: 'demanded' | 'mentioned';
  /** Apps that providers choose for their own staff, where the sentence speaks of these alone. */
  readonly ofProviderApps: boolean;
}

/** Whoever uses the vendor's product, as vendors call them. */
const customer =
  '(customers?|clients?|client (sites?|organi[sz]ations?)|practices?|clinics?|hospitals?|health systems?|provider organi[sz]ations?|facilit(y|ies)|covered entit(y|ies))(?! (cloud|management|suite|edition|software|subscription|fusion))';
const vouches =
  '(request(s|ed)?|approv(es?|ed|al)|authori[sz](es?|ed|ation)|sponsor(s|ed|ship)?|refer(s|red|ral)?|endorse(s|d|ment)?|initiate(s|d)?|vouch(es|ed)?( for)?|submit(s|ted)?|nominate(s|d)?|support(s|ed)?)';

const named: Readonly<Record<DemandKind, RegExp>> = {
  sponsor: new RegExp(
    `\\b(sponsor(ship|ing|ed|s)?(?! (placement|listing|content|post|link|result))|(existing|mutual|current|active|shared|joint|common|live|participating|at least one)( [\\w-]+)? ${customer}|(which|names?|list) (of )?(our|the|your) ${customer}|under contract with (a|an|one of|our|the)( [\\w-]+)? ${customer}|letter of (support|intent|agency|authori[sz]ation)|${customer}['’]?s?,? ((who|that|which) )?((must|shall|has|have|needs?|to) (to )?(first )?)?${vouches}|${vouches} by (a|an|one of|at least one of|the|your|our)?( of)?( our)?( [\\w-]+)? ?${customer})\\b`,
    'i',
  ),
  vetting:
    /\b(business associate( agreement)?s?|baas?|soc[ -]?2|hitrust|iso[ -/]?27001|penetration test(s|ing)?|pen[ -]?test(s|ing)?|security (questionnaire|assessment|review|audit|evaluation|vetting|attestation|due diligence)s?|(vendor|third[- ]party) (risk|security) (assessment|questionnaire|review)s?|risk (assessment|questionnaire)s?|vulnerability (scan|assessment|report)s?|privacy (review|assessment|impact assessment)s?|cyber ?(security)? (liability )?insurance|background check)\b/i,
  programme:
    /\b((developer|partner|partnership|vendor|marketplace|alliance|connect|app) program(me)?s?|partner(ship)? agreements?|join (our|the) [\w ]{0,30}(program(me)?|marketplace|app store|network)|(our|the|a) [\w ]{0,20}(app )?(certification|validation|accreditation|conformance) (test(s|ing)?|program(me)?|process|review|exam|session)|(app|application|product|technical|functional|clinical|design|code|ux) (certification|validation|reviews?|demo(nstration)?)|certified by us|(listed|listing) (in|on) (our|the) [\w ]{0,20}(marketplace|app store|gallery)|demonstration (call|session)|go-live review)\b/i,
  payment:
    /(?:US)?[$€£] ?\d[\d,]*(?:\.\d\d)?|\b\d[\d,]* ?(US ?dollars|usd|eur)\b|\b((application|registration|onboarding|activation|integration|certification|connection|set-?up|sandbox|developer|licen[cs]e|subscription|annual|membership|per-call|processing|review) (charges?|costs?)|(?!(the|no|any|a|such|these|fees?)\b)[a-z-]+ fees?|non-?refundable|(pay|paid|payment)\b.{0,40}\b(fee|invoice|advance|registration|application|account|access)|order form|purchase (a|an|the) [\w ]{0,20}(licen[cs]e|subscription|package))\b/i,
  sales:
    /\b(contact(ing)? (our |us |the )?(sales|business development|partnerships?)( team| department| representative)?|(talk|speak|reach out) to (our |a )?(sales|an expert|business development)( team| representative)?|(schedule|book|request) (a|your) (demo|sales call|call with (our|us|sales)|quote|consultation)|become a partner|sales (representative|team|executive)|account executive)\b/i,
};

/** Verbs of being let in. */
const letIn =
  '(enabled?|register(ed)?|onboard(ed)?|accept(s|ed)?|issued?|granted?|available|open|activated?|approved?|allowed|connect(ed)?|released?|limited|restricted|given|offered|receive[sd]?|get|obtain|provided|used)';
const demands = new RegExp(
  [
    'must',
    'shall',
    'required?',
    'requires',
    'requiring',
    'requirements?',
    'mandatory|compulsory|obligatory|indispensable',
    'payable',
    '(opens|starts|begins|follows|continues) (when|once|after|as soon as)',
    'needs?',
    'needed (to|before|for|by)',
    'ha(s|ve) to',
    '(is|are) needed',
    'pre-?requisites?',
    'pre-?conditions?',
    'conditions? (of|for)',
    'as a condition',
    'prior to',
    'in order to',
    'before (you|your|an?|any|we|the|being|it|access|production|registration|credentials|going|client)',
    `only\\b.*\\b${letIn}`,
    `${letIn}\\b.*\\bonly`,
    '(limited|restricted) to',
    'reserved for',
    'only (to|for|by|those|developers|members|apps)',
    '(when|as soon as) (we|you|payment|it|the|your)',
    '(is|are|will be) (charged|billed|invoiced)',
    'only (after|once|when|if|upon|with)',
    `not (be )?${letIn}\\b.*\\b(until|unless|without)`,
    'until',
    'unless',
    '(that|which|who) (are|is|have|has) not',
    'upon (completion|receipt|successful|signing|payment|approval)',
    '(after|once) (you|your|the|we|a|an|it|payment|approval|completion|signing|successful)',
    'subject to',
    'please (provide|attach|upload|submit|complete|sign|pay|return|send|include|supply|contact|list|name|state)',
    '(provide|attach|upload|submit|complete|sign|supply) (a|an|your|the|our|evidence|proof|documentation)',
    'we (will )?(require|ask|need|expect)',
    'each (app|application|product|developer) (goes|passes) through',
    'due',
    'applies to (each|every|all)',
    '(cannot|will not) (be )?\\w+',
    'reject(ed|s)?',
    '(developers?|you|applicants?|vendors?|api users?) (will )?(pay|are charged|be charged|are billed|be billed|are invoiced)',
    '(access|registration|sandbox|production|onboarding|certification|activation)( \\w+)? costs?',
    '(invoice|bill|charge) (the |each )?(developer|applicant|vendor|api user|you)s?',
  ]
    .map(words => `\\b${words}\\b`)
    .join('|'),
  'i',
);
/** Words that send the reader; a salesperson who will call is another's move. */
const goes = /^(contact|talk|speak|reach|schedule|book|request|become)/i;
const firm = /\b(please|must|required?|only|until|unless|before|prior to|after|cannot)\b/i;
/** A clause that tells the reader to do something. */
const imperative =
  /(^|[,;:.] )(please |first,? |then,? |next,? |kindly )?(pay|return|sign|execute|ask|have|tell|provide|submit|upload|attach|complete|fill|send|join|enrol+|pass|identify|name|list|state|present|obtain|purchase|arrange)\b/i;
/** The end that a detour to sales is put before. */
const inOrderTo =
  /\bto (register|obtain|get|request|receive|gain|activate|enrol+|apply|connect|proceed|begin|start|become|have|be (activated|registered|enabled|approved))\b/i;
const optional =
  /\b(if you are (a|an)|pays? (nothing|no )|(customers?|practices?|clinics?|hospitals?|health systems?) (may|might|can|could) (require|ask|request|decide)|not for (apps|those|anyone)\b.*\bpatients?|between (the|a|your|each) (practice|provider|customer|hospital|covered entity)|optional(ly)?|voluntar(y|ily)|not (required|necessary|needed|mandatory|a condition|a requirement)|no (requirement|need|obligation)|if you (wish|want|like|prefer|choose)|may (also )?(choose|wish|elect|opt|apply|join)|(is|are) encouraged|encourages?|recommend(s|ed)?|can (also )?(choose|join|apply)|(need|do|does|must|have|has) not\b|n['’]t (need|have|require|ask|charge)|waived|free of charge|at no (cost|charge)|without (charge|cost|fee))\b/i;
const negation = /\b(no|not|never|without|none|nor|neither|nobody|nothing|free of|n['’]t|cannot be asked)\b/i;
const turns = /\b(except|unless|however|but|other than|beyond|apart from|only if|until)\b/i;
const providerApps =
  /\b(provider[- ](facing|launched|side)|clinician[- ]facing|clinician(s'|'s)? apps?|ehr[- ]launch(ed)?|launch(ed)? (from )?(within |inside )?(the )?ehr|(used|launched|opened) by (clinicians|providers|practices|staff)|apps? (that|which|used by) (clinicians|providers|practices|staff)|clinical staff|(its|their) (own )?(clinicians|staff|providers)|apps? for (providers|clinicians|practices)|user[- ]level (access|scopes)|provider (apps?|applications?|access))\b/i;
const patientApps =
  /\b(patient[- ](facing|chosen|access|directed|selected|mediated|centered)|consumer|individual access|apps? (that|which|for|chosen by|used by) (a )?patients?|patient apps?|all (apps?|applications|developers)|every (app|application|developer)|any (app|application|developer))\b/i;
const otherWares =
  /\b(value[- ]added|premium support|marketplace badge|promot(ion|ed|ional)|featured|advertis\w+|non-certified|proprietary api|hl7 ?v2|write[- ]back|custom (development|interface)|customers? pay|(practices|providers|customers|clients|hospitals) (are|is|will be|may be) (charged|billed|invoiced)|charged to (the )?(practice|provider|customer|client|hospital)s?|ehr subscription)\b/i;

/** The vendor's own certification, not one that it demands. */
const certifiesProducts = /\b(onc|health it certification|certification bod(y|ies)|170\.315|\(g\)\(10\))\b/i;
const isAmount = /\d/;
/** An amount alone may be that of an insurance. */
const ofMoney = /\b(fees?|charges?|charged|costs?|prices?|pay|pays|paid|payment|invoiced?|due|billed|deposit)\b/i;

/** Sentences of a text, near enough: a heading or an item of a list is one. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .replace(/\b(e\.g|i\.e|etc|inc|ltd|corp|dr|mr|ms|no|vs|u\.s)\. /gi, (_, word: string) => `${word}\u2024 `)
    .split(/(?<=[.!?;])\s+|\n+/)
    .map(sentence => sentence.replaceAll('\u2024', '.').replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** What a text demands. A negation before the words in the same sentence takes them away, unless the sentence turns after it. */
export function demandsIn(text: string): readonly Demand[] {
  return sentencesOf(text).flatMap(sentence =>
    demandKinds.flatMap(kind => {
      const found = named[kind].exec(sentence);
      if (!found || isTakenAway(sentence, found.index)) return [];
      if (kind === 'programme' && certifiesProducts.test(sentence)) return [];
      if (kind === 'payment' && isAmount.test(found[0]) && !ofMoney.test(sentence)) return [];
      const soft = optional.test(sentence) || otherWares.test(sentence);
      return [
        {
          kind,
          sentence,
          words: found[0],
          strength: !soft && isCondition(kind, found[0], sentence) ? 'demanded' : 'mentioned',
          ofProviderApps: providerApps.test(sentence) && !patientApps.test(sentence),
        } as const,
      ];
    }),
  );
}

/** "Apps that are not listed cannot be used" demands to be listed. */
const excluded = /\b((that|which|who) (are|is|have|has|do|does|were|did) not|without)\b/i;
const turnedDown =
  /\b(do(es)? not (open|accept|register|enable|issue|admit|approve)|cannot|can not|will not|may not|(are|is) not|rejected|refused|denied|declined|returned)\b/i;

function isCondition(kind: DemandKind, words: string, sentence: string): boolean {
  if (kind === 'sales' && !goes.test(words)) return firm.test(sentence);
  const isTheWay = (kind === 'sales' || kind === 'programme') && inOrderTo.test(sentence);
  const isTold = kind !== 'sales' && imperative.test(sentence);
  return isTheWay || isTold || demands.test(sentence);
}

function isTakenAway(sentence: string, at: number): boolean {
  const before = sentence.slice(0, at);
  const out = excluded.exec(before);
  if (out && (turnedDown.test(sentence.slice(at)) || turnedDown.test(before.slice(0, out.index)))) return false;
  const no = negation.exec(before);
  if (!no) return false;
  const between = before.slice(no.index + no[0].length);
  // "will not be released until a questionnaire is returned" and "no app without a sponsor" demand what they name.
  if (turns.test(between) || turns.test(sentence.slice(at)) || /\bwithout\b/i.test(between)) return false;
  if (/^without$/i.test(no[0]) && negation.test(before.slice(0, no.index))) return false;
  return !(/^without$/i.test(no[0]) && /\b(cannot|not|refuse|reject|deny|denied|declin)/i.test(sentence));
}
