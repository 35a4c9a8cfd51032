import authorization from '../../suites/authorization.ts';
import discovery from '../../suites/discovery.ts';
import documentation from '../../suites/documentation.ts';
import ehiExport from '../../suites/ehi-export.ts';
import feesAndTerms from '../../suites/fees-and-terms.ts';
import onboarding from '../../suites/onboarding.ts';
import serviceBaseUrls from '../../suites/service-base-urls.ts';
import type { Suite } from '../model/suite.ts';
import { isTopic, topics } from '../model/topic.ts';
import { orDidYouMean, UsageError } from './command.ts';

/** Every suite that stands. */
export const suites: readonly Suite[] = [
  discovery,
  serviceBaseUrls,
  documentation,
  feesAndTerms,
  onboarding,
  ehiExport,
  authorization,
];

/** The suites of the chosen topics; all that stand when none is chosen. */
export function chosen(words: readonly string[]): readonly Suite[] {
  for (const word of words) {
    if (!isTopic(word))
      throw new UsageError(`There is no topic "${word}".${orDidYouMean(word, topics)} There are ${topics.join(', ')}.`);
    if (!suites.some(({ topic }) => topic === word)) {
      throw new UsageError(
        `The topic "${word}" has no suite in this version. There are ${suites.map(({ topic }) => topic).join(', ')}.`,
      );
    }
  }
  return words.length === 0 ? suites : suites.filter(({ topic }) => words.includes(topic));
}
