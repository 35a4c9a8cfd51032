import type { ExhibitId } from '../../model/exhibit.ts';
import type { NonEmpty } from '../../model/words.ts';
import { placeOf } from '../documents/document.ts';
import type { PublishedPage } from '../documents/published.ts';
import { sentencesOf } from './demand.ts';
import type { Field, FieldKind } from './forms.ts';

/** A sentence of the documentation about a field of a form. */
export interface Mention {
  readonly text: string;
  readonly place: string;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** Words by which documentation tells of a field, wider than those of its label. */
const words: { readonly [kind in FieldKind]?: RegExp } = {
  phone: /\b(tele)?phone( number)?\b/i,
  'business-number':
    /\b(d-?u-?n-?s|duns|ein|tax (id|identification)|vat|npi|w-?9|business licen[cs]e|company number)\b/i,
  upload: /\b(upload|attach|document|file|copy of)\b/i,
};
const negation = /\b(no|not|never|without|none|neither|nor)\b|n['’]t\b/i;

/** Words of a label that carry it: those that are no small change. */
const wordsOfLabel = (label: string): readonly string[] =>
  label
    .toLowerCase()
    .match(/[a-z0-9][a-z0-9-]{3,}/g)
    ?.filter(
      word => !/^(your|name|number|please|enter|address|required|with|from|this|that|upload|file)$/.test(word),
    ) ?? [];

/** Whether pages tell of a field, or say that it is not needed. */
export function fieldMentions(
  field: Field,
  pages: readonly PublishedPage[],
): { readonly told?: Mention; readonly denied?: Mention } {
  const pattern = words[field.kind];
  const ofLabel = wordsOfLabel(field.label);
  let told: Mention | undefined;
  for (const { documents, exhibits } of pages) {
    for (const document of documents) {
      for (const passage of document.passages) {
        if (passage.navigation || passage.kind === 'code') continue;
        for (const text of sentencesOf(passage.text)) {
          const found = pattern?.exec(text);
          const byLabel = ofLabel.length > 0 && ofLabel.every(word => new RegExp(`\\b${word}\\b`, 'i').test(text));
          if (!found && !byLabel) continue;
          const mention = { text, place: placeOf(document, passage), exhibits };
          const before = text.slice(Math.max(0, (found?.index ?? text.length) - 60), found?.index ?? text.length);
          const isDenied = negation.test(before) || /\bnot (required|needed|necessary)\b/i.test(text);
          if (isDenied && field.kind !== 'upload') return { denied: mention };
          if (!isDenied) told ??= mention;
        }
      }
    }
  }
  return told ? { told } : {};
}
