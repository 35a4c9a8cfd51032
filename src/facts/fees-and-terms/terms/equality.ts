import { concept, type Sense } from './sense.ts';

const forAll =
  /\bsame (?:terms )?(?:for|to) (?:all|everyone|every)\b|\bequally\b|\bno different\b|\balike\b|\bincluded\b|\bwhether or not\b/i;
const rivals = concept('compet(?:itors?|e|es|ing)\\b(?! for)(?!.s\\b)', 'rivals?\\b');
const otherTerms = concept(
  '(?:additional|different|separate|special|stricter|further|other|heightened|custom) (?:\\w+ )?(?:terms|conditions|requirements|approvals?|review|restrictions|scrutiny|agreement)\\b',
);

/** Other terms for some, by competition or by what they are worth (45 CFR 170.404(a)(4)(i)(C)). */
export const equality: readonly Sense[] = [
  { kind: 'unequal-terms', says: [rivals, otherTerms], within: 150, unless: forAll },
  {
    kind: 'unequal-terms',
    says: [
      concept(
        '(?:terms|conditions|access|scopes?|limits|timelines?|priority|response times|available data|service levels?)\\b',
      ),
      concept('(?:differ|vary|varies|depend|determined|based|set by|reflect)\\w*'),
      concept('(?:compet\\w+|revenue|size of your|commercial value|value|strategic|partnership|relationship)\\b'),
    ],
    unless: forAll,
  },
  {
    kind: 'unequal-terms',
    says: [
      concept('(?:preferred|strategic|premier|select|platinum|gold|certified) (?:partners?|developers?|members?)\\b'),
      concept('(?:better|faster|priority|additional|more|broader|higher|earlier|deeper)\\b'),
      concept('(?:access|scopes?|terms|limits?|data|APIs?|enablement|approval)\\b'),
    ],
    within: 150,
    unless: forAll,
  },
];
