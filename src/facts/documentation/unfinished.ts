import type { Passage } from '../documents/document.ts';
import type { PublishedPages } from '../documents/published.ts';
import { type Found, libraryOf, passagesOf } from './library.ts';

/** Text that its writer meant to replace. */
export interface Unfinished {
  readonly found: Found;
  /** The words that show it. */
  readonly words: string;
  /** `certain`: nobody publishes this on purpose. `likely`: what is announced may be no part of what must be there. */
  readonly sure: 'certain' | 'likely';
}

const filler =
  /\blorem ipsum\b|\bdolor sit amet\b|\b(insert|enter|add|your) (text|content|description|company name|product name) here\b|\bplaceholder text\b/i;
/** `[Your Company Name]`: words in brackets that name what belongs there. FHIR's `[base]` and `[id]` are notation. */
const bracketed =
  /\[(your|insert|enter|company|vendor|organi[sz]ation|product|developer|client)\b[^\]]{0,60}\]|<(your|insert|company|vendor)[ _-][^>]{0,60}>|\{\{\s*(company|vendor|product|organi[sz]ation|title|content|todo)[^}]{0,40}\}\}/i;
const promised =
  /\b(to be|yet to be|will be) (documented|determined|defined|written|completed|described|decided|announced|confirmed|added)\b( (here|later|soon|in a (later|future)))?|\bto be (provided|supplied|added|described)\b.{0,30}\b(later|soon|future|next|upcoming)\b|\bTBD\b|\bT\.B\.D\.|\bTBA\b|\bTODO\b|\b(documentation|section|page|content|details?|description|guide|instructions?)\b.{0,40}\b(coming soon|under construction|in progress|not yet (available|written|complete))\b|\b(coming soon|under construction)\b.{0,40}\b(documentation|section|page|content|guide)\b|^(coming soon|under construction|content coming soon|TBD|N\/A - TBD)[.!]?$/i;
/** Where such words speak of something else than the text itself. */
const elsewhere = /\b(roadmap|release notes?|change ?log|upcoming|road map|what['’]s (new|next))\b/i;
const ofOthers =
  /\b(server|request|value|code|status|parameter|task|element|field|date|slot)\b.{0,30}\b(to be|TBD)\b|\bto be (determined|decided|defined) by (the|each|your)\b/i;

export function unfinishedIn(published: PublishedPages): readonly Unfinished[] {
  const unfinished: Unfinished[] = [];
  for (const found of passagesOf(libraryOf(published).documents)) {
    const { passage, document } = found;
    if (passage.kind === 'code' || document.format === 'json' || document.format === 'xml') continue;
    const words = wordsOf(passage);
    if (words) unfinished.push({ found: { ...found, at: passage.text.indexOf(words.words) }, ...words });
  }
  return unfinished;
}

function wordsOf(passage: Passage): Pick<Unfinished, 'words' | 'sure'> | undefined {
  const { text, headings } = passage;
  const never = filler.exec(text) ?? (isExample(text) ? null : bracketed.exec(text));
  if (never) return { words: never[0], sure: 'certain' };
  if (headings.some(heading => elsewhere.test(heading)) || elsewhere.test(text) || ofOthers.test(text))
    return undefined;
  const later = promised.exec(text);
  return later ? { words: later[0], sure: 'likely' } : undefined;
}

/** Placeholders in an instruction belong there: "replace [your client id] with ...". */
const isExample = (text: string): boolean =>
  /\b(replace|substitute|where|for example|e\.g\.|such as)\b/i.test(text) ||
  /https?:\/\/\S*[[<{]|=\s*[[<{]|\b(GET|POST|PUT|DELETE) /.test(text);
