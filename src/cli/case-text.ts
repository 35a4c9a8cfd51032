import { businessDaysBetween, dayWritten } from '../model/calendar.ts';
import type { CaseEntry } from '../model/case.ts';
import { milestones } from '../model/journal.ts';
import type { Case } from '../run/case.ts';

/** Business days between an event and its being written down, above which a reader is told. */
const soon = 1;

/** The case for a person, in the order in which things happened. */
export function caseText({ folder, entries }: Case): string {
  if (entries.length === 0) return `${folder} holds nothing yet.`;
  const inOrder = entries.toSorted((a, b) => (whenOf(a) < whenOf(b) ? -1 : 1));
  return inOrder.map(lines).join('\n\n');
}

const whenOf = (entry: CaseEntry): string =>
  entry.kind === 'journal' ? entry.happenedAt : entry.kind === 'run' ? entry.startedAt : entry.at;

function lines(entry: CaseEntry): string {
  const when = whenOf(entry)
    .replace('T', ' ')
    .replace(/:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, ' $2')
    .replace(' Z', ' UTC');
  const head = (...words: (string | undefined | false)[]) => `${when}  ${words.filter(Boolean).join(', ')}`;
  const body = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => `    ${line}`.trimEnd());
  const files =
    'attachments' in entry
      ? entry.attachments.map(
          ({ name, size, sha256 }) => `    + ${name} (${size} bytes, sha256 ${sha256.slice(0, 12)})`,
        )
      : [];
  switch (entry.kind) {
    case 'journal': {
      const { what, who, means, about, waitsFor, money, minutes, mail, by } = entry;
      const late = entry.writtenAt ? businessDaysBetween(dayWritten(entry.happenedAt), dayWritten(entry.writtenAt)) : 0;
      return [
        head(
          what ?? 'note',
          who && `by ${who === 'us' ? 'us' : `the ${who}`}`,
          means && milestones[means],
          about && `about ${about}`,
        ),
        ...(mail?.from ? [`    From: ${mail.from}`] : []),
        ...(mail?.to ? [`    To: ${mail.to}`] : []),
        ...body(entry.text),
        ...files,
        ...[
          money && `    money: ${money}`,
          minutes !== undefined && `    time: ${minutes} min`,
          waitsFor && waitsFor !== 'nobody' && `    waits for: ${waitsFor}`,
          late > soon && `    written down ${late} business days later${by ? ` by ${by}` : ''}`,
        ].filter(line => typeof line === 'string'),
      ].join('\n');
    }
    case 'run':
      return head(`run ${entry.run}`, !entry.complete && 'not complete', entry.folder);
    case 'review':
      return [
        head(
          entry.agreesTo
            ? `${entry.by} agrees to the text ${entry.agreesTo.slice(0, 12)}`
            : `${entry.by}: ${entry.finding} ${entry.decision}`,
        ),
        ...body(entry.reason),
      ].join('\n');
    case 'answer':
      return [head(`${entry.by} answers to ${entry.finding}`), ...body(entry.text), ...files].join('\n');
  }
}
