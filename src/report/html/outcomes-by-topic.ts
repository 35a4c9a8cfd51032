import type { Outcome } from '../../model/words.ts';
import { counted, grouped, outcomesInOrder, outcomeWords } from '../plain-words.ts';
import { type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { sign } from './signs.ts';

/** A bar for each topic, divided by outcome; the numbers below it tell the same. */
export function outcomesByTopic({ input, findings }: Page): Markup {
  const topics = input.evidence.run.suites.map(({ topic, question }) => {
    const ofTopic = findings.filter(finding => finding.topic === topic);
    const counts = outcomesInOrder.map(
      outcome => [outcome, ofTopic.filter(finding => finding.outcome === outcome).length] as const,
    );
    return { topic, question, total: ofTopic.length, counts };
  });
  return markup`<ul class="topics">${topics.map(
    ({ topic, question, total, counts }) =>
      markup`<li><h3>${topic}</h3><p class="question">${question}</p>${bar(counts, total)}<p class="counts">${
        total === 0
          ? 'No findings'
          : counts
              .filter(([, count]) => count > 0)
              .map(
                ([outcome, count]) =>
                  markup`<span>${sign(outcome)} ${grouped(count)} ${outcomeWords[outcome].toLowerCase()}</span> `,
              )
      }</p></li>\n`,
  )}</ul>`;
}

function bar(counts: readonly (readonly [Outcome, number])[], total: number): Markup {
  let x = 0;
  const parts = counts.map(([outcome, count]) => {
    const part = total === 0 ? 0 : (1000 * count) / total;
    const piece =
      count > 0 &&
      markup`<rect class="bar ${outcome}" x="${round(x)}" y="0" width="${round(Math.max(part - 3, 2))}" height="10"><title>${`${outcomeWords[outcome]}: ${counted(count, 'finding')}`}</title></rect>`;
    x += part;
    return piece;
  });
  return markup`<svg class="bars" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

const round = (length: number): number => Math.round(length * 10) / 10;
