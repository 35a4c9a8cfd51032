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

const named: Readonly<Record<DemandKind, RegExp>> = {
  sponsor:
    /\b(sponsor(ship|ing)?|sponsored by|(existing|mutual|current|shared|joint|common|at least one|live) (customers?|clients?|practices?|sites?|provider organi[sz]ations?)|(customer|client|practice|health system|provider organi[sz]ation)['’]?s? (request|approval|authori[sz]ation|sponsorship|sponsor|consent|permission|referral|endorsement)|letter of (support|authori[sz]ation|intent|agency)|(requested|approved|authori[sz]ed|referred|endorsed|initiated) by (a |an |one of |at least one of |the |your )?(our )?(existing |mutual |participating )?(customers?|clients?|practices?|health systems?|hospitals?|provider organi[sz]ations?))\b/i,
  vetting:
    /\b(business associate( agreement)?s?|baas?|soc[ -]?2|hitrust|iso[ -/]?27001|penetration test(s|ing)?|pen[ -]?test(s|ing)?|security (questionnaire|assessment|review|audit|evaluation|vetting|attestation|due diligence)s?|(vendor|third[- ]party) (risk|security) (assessment|questionnaire|review)s?|risk (assessment|questionnaire)s?|vulnerability (scan|assessment|report)s?|privacy (review|assessment|impact assessment)s?|cyber ?(security)? (liability )?insurance|background check)\b/i,
  programme:
    /\b((developer|partner|partnership|vendor|marketplace|alliance|connect|app) program(me)?s?|partner(ship)? agreements?|join (our|the) [\w ]{0,30}(program(me)?|marketplace|app store|network)|(our|the|a) [\w ]{0,20}(app )?(certification|validation|accreditation|conformance) (test(s|ing)?|program(me)?|process|review|exam|session)|(app|application|product|technical|functional|clinical|design|code|ux) (certification|validation|reviews?|demo(nstration)?)|certified by us|(listed|listing) (in|on) (our|the) [\w ]{0,20}(marketplace|app store|gallery)|demonstration (call|session)|go-live review)\b/i,
  payment:
    /(?:US)?[$€£] ?\d[\d,]*(?:\.\d\d)?|\b\d[\d,]* ?(US ?dollars|usd|eur)\b|\b((application|registration|onboarding|activation|integration|certification|connection|set-?up|sandbox|developer|licen[cs]e|subscription|annual|membership|per-call|processing|review) (fees?|charges?|costs?)|non-?refundable|(pay|paid|payment)\b.{0,40}\b(fee|invoice|advance|registration|application|account|access)|order form|purchase (a|an|the) (licen[cs]e|subscription|package))\b/i,
  sales:
    /\b(contact(ing)? (our |us |the )?(sales|business development|partnerships?)( team| department| representative)?|(talk|speak|reach out) to (our |a )?(sales|an expert|business development)( team| representative)?|(schedule|book|request) (a|your) (demo|sales call|call with (our|us|sales)|quote|consultation)|become a partner|sales (representative|team|executive)|account executive)\b/i,
};

const demands =
  /\b(must|shall|required?|requires|requiring|requirements?|mandatory|need(s|ed)? (to|a|an|your|proof)|have to|has to|is needed|are needed|prerequisites?|pre-?conditions?|conditions? (of|for)|prior to|in order to|before (you|your|an?|any|we|the|being|it|access|production|registration|credentials|going|client)|only (after|once|when|if|upon|with|apps?|available|open|offered|register|accept|enable|approve|admit|issue|work with|connect)|not (be )?(able|approved|granted|given|issued|released|enabled|activated|registered|processed|accepted|considered)\b.{0,40}\b(until|unless|without)|until|unless|upon (completion|receipt|successful|signing|payment|approval)|(after|once) (you|your|the|we|a|it|payment|approval|completion|signing|successful)|as a condition|subject to|please (provide|attach|upload|submit|complete|sign|pay|return|send|include|supply|contact)|(provide|attach|upload|submit|complete|sign|supply) (a|an|your|the|our|evidence|proof|documentation)\b|we (will )?(require|ask|need|expect)|cannot (be )?(register|proceed|process|approve|grant|issue|enable)\w*)\b/i;
const optional =
  /\b(optional(ly)?|voluntar(y|ily)|not (required|necessary|needed|mandatory|a condition|a requirement)|no (requirement|need|obligation)|if you (wish|want|like|prefer|choose)|may (also )?(choose|wish|elect|opt|apply|join)|(is|are) encouraged|encourages?|recommend(s|ed)?|can (also )?(choose|join|apply)|(need|do|does|must|have|has) not\b|n['’]t (need|have|require|ask|charge)|waived|free of charge|at no (cost|charge)|without (charge|cost|fee))\b/i;
const negation = /\b(no|not|never|without|none|nor|neither|nobody|nothing|free of|n['’]t|cannot be asked)\b/i;
const turns = /\b(except|unless|however|but|other than|beyond|apart from|only if|until)\b/i;
const providerApps =
  /\b(provider[- ](facing|launched|side)|clinician[- ]facing|clinician(s'|'s)? apps?|ehr[- ]launch(ed)?|launch(ed)? (from )?(within|inside) the ehr|apps? (that|which|used by) (clinicians|providers|practices|staff)|clinical staff|apps? for (providers|clinicians|practices)|user[- ]level (access|scopes)|provider (apps?|applications?|access))\b/i;
const patientApps =
  /\b(patient[- ](facing|chosen|access|directed|selected|mediated|centered)|consumer|individual access|apps? (that|which|for|chosen by|used by) (a )?patients?|patient apps?|all (apps?|applications|developers)|every (app|application|developer)|any (app|application|developer))\b/i;
const otherWares =
  /\b(value[- ]added|premium support|marketplace badge|promot(ion|ed|ional)|featured|advertis\w+|non-certified|proprietary api|hl7 ?v2|write[- ]back|custom (development|interface)|customers? pay|(practices|providers|customers|clients|hospitals) (are|is|will be|may be) (charged|billed|invoiced)|charged to (the )?(practice|provider|customer|client|hospital)s?|ehr subscription)\b/i;

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
      const soft = optional.test(sentence) || otherWares.test(sentence);
      return [
        {
          kind,
          sentence,
          words: found[0],
          strength: demands.test(sentence) && !soft ? 'demanded' : 'mentioned',
          ofProviderApps: providerApps.test(sentence) && !patientApps.test(sentence),
        } as const,
      ];
    }),
  );
}

function isTakenAway(sentence: string, at: number): boolean {
  const before = sentence.slice(0, at);
  const no = negation.exec(before);
  if (!no) return false;
  const between = before.slice(no.index + no[0].length);
  // "will not be released until a questionnaire is returned" and "no app without a sponsor" demand what they name.
  if (turns.test(between) || turns.test(sentence.slice(at)) || /\bwithout\b/i.test(between)) return false;
  if (/^without$/i.test(no[0]) && negation.test(before.slice(0, no.index))) return false;
  return !(/^without$/i.test(no[0]) && /\b(cannot|not|refuse|reject|deny|denied|declin)/i.test(sentence));
}
