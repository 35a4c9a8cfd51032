/** Words in the order they were written, and where they begin in their passage. */
export interface Words {
  readonly text: string;
  /** Characters from the beginning of the passage. */
  readonly at: number;
}

const abbreviation = /\b(e\.g|i\.e|etc|inc|ltd|corp|co|no|vs|approx|sec|art|mr|ms|dr|st|u\.s|incl|max|min|est)\.$/i;

/** The sentences of a passage; a list written in one line is cut at its semicolons by {@link clausesOf}. */
export function sentencesOf(text: string): readonly Words[] {
  const sentences: Words[] = [];
  let from = 0;
  for (const end of text.matchAll(/[.!?]["'”’)\]*]{0,3}\s+(?=["'“‘([*]{0,2}[A-Z0-9$])/g)) {
    const to = end.index + end[0].trimEnd().length;
    if (abbreviation.test(text.slice(from, end.index + 1))) continue;
    sentences.push({ text: text.slice(from, to), at: from });
    from = end.index + end[0].length;
  }
  if (from < text.length) sentences.push({ text: text.slice(from), at: from });
  return sentences;
}

const contrast =
  'but|however|while|whereas|yet|then(?!-)|after which|after that|thereafter|except|except that|other than|unless|although|though|beyond that';
const ownVerb =
  'pays?|costs?|is|are|was|will|shall|must|may|can|has|have|does|do|needs?|requires?|agrees?|owns?|grants?';
/** Where one statement ends and another, with a verb of its own, begins. */
const joint = new RegExp(
  `;\\s+|\\s+[–—-]{1,2}\\s+|,?\\s+(?=(?:${contrast})\\b)|,?\\s+and\\s+(?=(?:(?:the|an?|each|every|all|any|our|your|its|no)\\s+)?(?:[\\w'-]+\\s+){1,3}(?:${ownVerb})\\b)|,\\s+(?=(?:there|it|they|you|we)\\s+(?:${ownVerb})\\b)`,
  'gi',
);

/** The statements of a sentence: "no fee for the first 100 calls" is one, "then $0.05 per call" the next. */
export function clausesOf({ text, at }: Words): readonly Words[] {
  const clauses: Words[] = [];
  let from = 0;
  for (const cut of text.matchAll(joint)) {
    // "other than" and "while" open a sentence as well; nothing stands before them to be cut off.
    if (text.slice(from, cut.index).trim() === '') continue;
    clauses.push({ text: text.slice(from, cut.index), at: at + from });
    from = cut.index + cut[0].length;
  }
  if (from < text.length) clauses.push({ text: text.slice(from), at: at + from });
  return clauses;
}
