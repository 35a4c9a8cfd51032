export const termKinds = [
  'competition',
  'exclusivity',
  'tied-product',
  'intellectual-property',
  'application-data',
  'discretion',
  'use-limit',
  'liability',
  'business-associate',
  'silence',
  'non-disclosure-agreement',
  'change',
  'vendor-program',
  'unequal-terms',
] as const;
export type TermKind = (typeof termKinds)[number];

/** A statement of terms and what stands around it. */
export interface TermSentence {
  readonly text: string;
  /** The sentences before and after it, in its own passage and the next. */
  readonly before: string;
  readonly after: string;
  /** Innermost first. */
  readonly headings: readonly string[];
}

export interface TermReading {
  readonly kind: TermKind;
  /** The words that say it, in the order they stand. */
  readonly words: string;
  /** Index of the first of them in the sentence. */
  readonly at: number;
  /** Why a careful reader would hesitate; absent where the words are plain. */
  readonly doubt?: string;
}

/** Words for one thought: `must`, `shall` and `is required to` are one. */
export type Concept = RegExp;

/** One way of saying something: thoughts that stand close together, in whatever order. */
export interface Sense {
  readonly kind: TermKind;
  readonly says: readonly [Concept, ...Concept[]];
  /** Characters that the words may span. */
  readonly within?: number;
  /** Words of the same sentence that make it harmless. */
  readonly unless?: Concept;
  /** Words of the sentences around it without which it does not say that. */
  readonly withAround?: Concept;
  /** Words of the sentences around it, or of the headings, that make it harmless. */
  readonly unlessAround?: Concept;
  readonly doubt?: { readonly where: Concept; readonly because: string };
}

/** Words for one thought, whole and in whatever case. A plural or an inflection is spelt out or left open with `\w*`. */
export const concept = (...ways: readonly string[]): Concept => new RegExp(`\\b(?:${ways.join('|')})`, 'gi');
export const anyOf = (...concepts: readonly Concept[]): Concept =>
  new RegExp(concepts.map(({ source }) => source).join('|'), 'gi');

/** Whoever makes or uses apps. */
export const maker = concept(
  '(?:you|your|developers?|licensees?|partners?|apps?|applications?|api users?|applicants?|registrants?|third part(?:y|ies)|recipients?|distributors?|subscribers?|companies|development user)\\b',
);

export const forbids = concept(
  '(?:may|shall|must|will|can|should|agrees?) (?:also )?not\\b',
  'cannot\\b',
  '(?:may|shall|must|will) (?:never|neither)\\b',
  'never\\b',
  'nor\\b',
  'neither\\b',
  'not (?:be )?(?:permitted|allowed|authori[sz]ed|eligible|entitled)\\b',
  'ineligible\\b',
  'prohibit(?:s|ed|ion)?\\b',
  'forbidden\\b',
  'forbids?\\b',
  'barred\\b',
  'closed to\\b',
  'not open to\\b',
  'unavailable to\\b',
  'excluded\\b',
  'agrees? (?:that (?:it|they) (?:will|shall) not|not to)\\b',
  'refrain(?:s|ing)?\\b',
  'do not\\b(?! (?:have|need|apply|require))',
  'no (?:developer|licensee|applicant|app(?:lication)?|partner|one) (?:may|shall|will)\\b',
);

export const demands = concept(
  '(?:must|shall|will)\\b(?! (?:also )?not\\b)',
  '(?:has|have|needs?|is|are) to\\b',
  'needs an?\\b',
  'to qualify\\b',
  'required?\\b',
  'requires\\b',
  'agrees? to\\b',
  'obliged\\b',
  'obligated\\b',
  'condition(?:s|al|ed)?\\b',
  'mandatory\\b',
  'prerequisites?\\b',
  'preconditions?\\b',
  'only\\b',
  'until\\b',
  'unless\\b',
  'before\\b',
  'prior to\\b',
  'in order to\\b',
  'once\\b',
  'after\\b',
  'limited to\\b',
  'restricted to\\b',
  'reserved for\\b',
  'subject to\\b',
);

/** Whose record or whose app it is may decide. */
export const ownersDecide =
  /\b(?:patients?|individuals?|consumers?|users?|practices?|customers?|providers?|hospitals?|clinics?|health ?systems?|organi[sz]ations?|data holders?)\b['’]?s?[^.;]{0,120}\b(?:discretion|decides?)\b|\byour (?:sole |own )?(?:and absolute )?discretion\b|\b(?:you|developers?|licensees?|patients?|individuals?|users?|a user|practices?|customers?|health systems?) (?:may|can)\b(?! (?:not|be|only)\b)/i;

/** That a paper is not asked for; "not until it is signed" asks for it. */
export const notAskedFor = (paper: Concept): Concept =>
  new RegExp(
    `(?:\\b(?:no|nor|neither|never|without(?: an?)?|need not|(?:do|does|will|is|are|must) not (?:need|require|required|necessary|ask|have)\\w*)\\b|n['’]t\\b)[^.]{0,50}(?:${paper.source})`,
    'gi',
  );

/** What a practice asks of the suppliers of its own staff. */
export const clinical =
  /\bprovider-facing\b|\bclinician-facing\b|\bclinician apps?\b|\b(?:for|by|its|their) clinicians\b|\bclinicians use\b|\blaunched inside\b|\b(?:hospital|practice|customer|health system|clinic)s? (?:may|can|could|might) (?:require|ask)\b/i;

/** "Nothing prevents you", "you do not have to", "we ask for no": the opposite of a restriction. */
const sayingTheOpposite =
  /\bnothing (?:in |here|about )?[^.]{0,50}(?:prevents?|limits?|restricts?|prohibits?|forbids?|obliges?|requires?|intended|grants?|needed)|\b(?:do|does|did|need|are|is|will) not (?:have to|need to|need|required|obliged to (?:sign|buy|license|share|assign|join|pass)|a condition|necessary|mandatory|require|ask|claim|demand|refuse|reject|transfer|prevent|depend)\b|n['’]t (?:have to|need|require|ask|claim|prevent)\b|\bnot be (?:required|obliged|obligated|asked|charged)\b|\bno (?:requirement|need|duty|licen[cs]e|access|share)\b|\b(?:is|are|remain) free to\b(?! (?:accept|approve|decline|refuse|reject|deny|change|modify|terminate|suspend|revoke))|\bwe (?:claim|ask for|ask|require|demand|take|want) (?:no|nothing)\b|\bnever (?:require|ask|demand|refuse|claim|a condition)|\bneither (?:ours|yours)\b|\bno (?:\w+, ){0,3}(?:\w+,? )?or (?:\w+ )?(?:is|are) required\b|\bnothing (?:here|in these terms) is\b|\bnot (?:confidential|exclusive)\b|\bwithout (?:an? )?(?:[\w()-]+,? ){0,8}(?:precondition|other condition)|\bwhether or not (?:they|you)\b|\bregardless of whether\b/i;

const widest = 190;

/** What the sentence says by one sense, if it says it. */
export function readSense(sentence: TermSentence, sense: Sense): TermReading | undefined {
  const found = closest(sentence.text, sense.says, sense.within ?? widest);
  if (!found) return undefined;
  if (sayingTheOpposite.test(sentence.text) || holds(sense.unless, sentence.text)) return undefined;
  const around = [sentence.before, sentence.after, ...sentence.headings.slice(0, 2)].join('\n');
  if (sense.withAround && !holds(sense.withAround, around)) return undefined;
  if (holds(sense.unlessAround, around)) return undefined;
  const doubt = holds(sense.doubt?.where, `${sentence.text}\n${around}`) ? sense.doubt?.because : undefined;
  return { kind: sense.kind, ...found, ...(doubt ? { doubt } : {}) };
}

const holds = (pattern: RegExp | undefined, text: string): boolean =>
  pattern !== undefined && new RegExp(pattern.source, 'i').test(text);

interface Hit {
  readonly which: number;
  readonly words: string;
  readonly at: number;
  readonly end: number;
}

/** The words of each thought where all of them stand closest together. */
function closest(
  text: string,
  thoughts: readonly Concept[],
  within: number,
): Pick<TermReading, 'words' | 'at'> | undefined {
  const hits: Hit[] = [];
  for (const [which, thought] of thoughts.entries()) {
    const own = [...text.matchAll(thought)].map(({ 0: words, index }) => ({
      which,
      words,
      at: index,
      end: index + words.length,
    }));
    if (own.length === 0) return undefined;
    hits.push(...own);
  }
  hits.sort((a, b) => a.at - b.at);
  let best: { readonly hits: readonly Hit[]; readonly width: number } | undefined;
  for (const [from, first] of hits.entries()) {
    const chosen = new Map([[first.which, first]]);
    for (const next of hits.slice(from + 1)) {
      if (chosen.size === thoughts.length || next.end - first.at > within) break;
      if (!chosen.has(next.which)) chosen.set(next.which, next);
    }
    const all = [...chosen.values()];
    const width = Math.max(...all.map(({ end }) => end)) - first.at;
    if (chosen.size === thoughts.length && width <= within && (!best || width < best.width))
      best = { hits: all, width };
  }
  if (!best) return undefined;
  const inOrder = [...best.hits].sort((a, b) => a.at - b.at);
  return { words: inOrder.map(hit => hit.words).join(' ... '), at: inOrder[0]!.at };
}
