import type { Barrier, Exception, InForce, Requirement } from '../model/requirement.ts';
import type { AnyRule } from '../model/rule.ts';
import { type Catalogue, loadCatalogue } from '../requirements/catalogue.ts';
import { rules } from '../rules/index.ts';
import { type Command, orDidYouMean, print, UsageError } from './command.ts';

export default {
  takes: 'ID',
  positionals: [1, 1],
  options: {},
  help: {},
  async run(given) {
    const id = given.positionals[0] as string;
    const catalogue = await loadCatalogue();
    const text = explanation(id, catalogue);
    if (text === undefined) {
      const known = [
        ...rules.map(rule => rule.id),
        ...catalogue.requirements.keys(),
        ...catalogue.barriers.keys(),
        ...catalogue.exceptions.keys(),
      ];
      throw new UsageError(
        `Nothing is called "${id}".${orDidYouMean(id, known)} Give the id of a rule, a requirement, a barrier or an exception: "special-effort coverage" lists them.`,
      );
    }
    print(text);
    return 0;
  },
} satisfies Command;

function explanation(id: string, catalogue: Catalogue): string | undefined {
  const rule = rules.find(one => one.id === id);
  if (rule) return ofRule(rule, catalogue);
  const requirement = catalogue.requirements.get(id);
  if (requirement) return ofRequirement(requirement);
  const barrier = catalogue.barriers.get(id);
  if (barrier) return ofBarrier(barrier);
  const exception = catalogue.exceptions.get(id);
  return exception && ofException(exception);
}

function ofRule(rule: AnyRule, catalogue: Catalogue): string {
  const exceptions = (rule.barrier && catalogue.barriers.get(rule.barrier)?.exceptions) || [];
  return paragraphs(
    `${rule.id}\n${rule.says}.\nOtherwise: ${rule.otherwise}.`,
    `Severity ${rule.severity}, confidence ${rule.confidence}, ${rule.kind}, judged for ${rule.per === 'vendor' ? 'the vendor' : 'each deployment'}.`,
    `Rests on\n${indent(rule.cites.map((cite: string) => `${cite}: ${catalogue.requirements.get(cite)?.asks ?? 'not in this catalogue'}`))}`,
    rule.assumes && `Reads the law so\n${indent([rule.assumes])}`,
    rule.corroboration &&
      `Sure only when seen ${Object.entries(rule.corroboration)
        .map(([what, n]) => `${n} ${what}`)
        .join(', ')}`,
    `How to mend it\n${indent([rule.remedy])}`,
    exceptions.length > 0 &&
      `What might justify it\n${indent(exceptions.map((id: string) => `${id}: ${catalogue.exceptions.get(id)?.name ?? ''}`))}`,
    `Examples\n${indent(Object.entries(rule.examples as Record<string, { when: string }[]>).flatMap(([outcome, examples]) => examples.map(({ when }) => `${outcome}: ${when}`)))}`,
  );
}

const dates = ({ from, until }: InForce) =>
  from === null ? 'not in force: a proposal' : `in force from ${from}${until ? ` to ${until}` : ''}`;

function ofRequirement(requirement: Requirement): string {
  const testing = rules.filter(rule => rule.cites.includes(requirement.id)).map(rule => rule.id);
  return paragraphs(
    `${requirement.id}\n${requirement.asks}`,
    `${requirement.link}\n${dates(requirement.inForce)}; asked of ${requirement.audience.join(', ')}; reading: ${requirement.reading}${requirement.checked ? ` (${requirement.checked})` : ''}`,
    testing.length > 0 ? `Tested by\n${indent(testing)}` : `Untested: ${requirement.untested ?? 'no reason given'}`,
    requirement.partly && `Remains untested: ${requirement.partly}`,
  );
}

function ofBarrier(barrier: Barrier): string {
  const noticing = rules.filter(rule => rule.barrier === barrier.id).map(rule => rule.id);
  return paragraphs(
    `${barrier.id}\n${barrier.says}`,
    `Told by: ${barrier.signal}`,
    `Severity ${barrier.severity}; stands against ${barrier.requirements.join(', ')}`,
    barrier.exceptions.length > 0 && `What might justify it: ${barrier.exceptions.join(', ')}`,
    noticing.length > 0 ? `Noticed by\n${indent(noticing)}` : `Untested: ${barrier.untested ?? 'no reason given'}`,
  );
}

function ofException(exception: Exception): string {
  return paragraphs(
    `${exception.id} ${exception.name}\n${exception.asks}`,
    `${exception.link}\n${dates(exception.inForce)}; reading: ${exception.reading}`,
    `Conditions\n${indent(exception.conditions)}`,
    exception.deadlines.length > 0 &&
      `Deadlines\n${indent(exception.deadlines.map(({ days, unit, from, for: what }) => `${days} ${unit} days from ${from}: ${what}`))}`,
    `Whoever relies on it should be able to show\n${indent(exception.proofs)}`,
  );
}

const indent = (lines: readonly string[]) => lines.map(line => `  ${line}`).join('\n');
const paragraphs = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join('\n\n');
