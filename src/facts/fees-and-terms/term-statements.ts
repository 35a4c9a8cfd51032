import { type Passage, placeOf } from '../documents/document.ts';
import { sentencesOf } from './sentences.ts';
import { headingsAbove, type Setting } from './setting.ts';
import { changes } from './terms/changes.ts';
import { covenants } from './terms/covenants.ts';
import { discretion } from './terms/discretion.ts';
import { equality } from './terms/equality.ts';
import { programs } from './terms/programs.ts';
import { property } from './terms/property.ts';
import { readSense, type Sense, type TermKind, type TermReading } from './terms/sense.ts';
import { silence } from './terms/silence.ts';

/** A sentence that restricts whoever makes or uses apps. */
export interface TermStatement extends Omit<TermReading, 'at'> {
  /** The sentence, as written. */
  readonly quote: string;
  readonly place: string;
  readonly url: string;
  readonly passage: Passage;
}

const senses: readonly Sense[] = [
  ...covenants,
  ...property,
  ...discretion,
  ...silence,
  ...changes,
  ...programs,
  ...equality,
];

/** Every restriction in one passage, each kind once a sentence; the plain words of a kind before the doubtful. */
export function termStatementsIn(passage: Passage, setting: Setting): readonly TermStatement[] {
  const readable = passage.kind === 'text' || passage.kind === 'item' || passage.kind === 'row';
  if (passage.navigation || !readable || !setting.concernsApi) return [];
  const { passages } = setting.document;
  const sentences = sentencesOf(passage.text);
  const headings = headingsAbove(setting, passage);
  return sentences.flatMap(({ text }, at) => {
    if (text.trimEnd().endsWith('?')) return [];
    const before = sentences[at - 1]?.text ?? passages[passage.index - 1]?.text ?? '';
    const after = sentences[at + 1]?.text ?? passages[passage.index + 1]?.text ?? '';
    const found = new Map<TermKind, TermReading>();
    for (const sense of senses) {
      const reading = readSense({ text, before, after, headings }, sense);
      const known = reading && found.get(reading.kind);
      if (reading && (!known || (known.doubt && !reading.doubt))) found.set(reading.kind, reading);
    }
    return [...found.values()].map(({ kind, words, doubt }) => ({
      kind,
      words,
      ...(doubt ? { doubt } : {}),
      quote: text.trim(),
      place: placeOf(setting.document, passage),
      url: setting.document.url,
      passage,
    }));
  });
}
