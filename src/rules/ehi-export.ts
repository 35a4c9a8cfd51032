/** What the rules of this topic say alike: a verdict for each export, numbers with the first few examples, words of the description. */

import type { OpenedExport } from '../facts/ehi-export/exports.ts';
import type { FormatDescription } from '../facts/ehi-export/format-description.ts';
import type { Problem } from '../facts/ehi-export/members.ts';
import type { Beyond, Statement } from '../facts/ehi-export/statements.ts';
import { cantTell, failed, passed, type Verdict } from '../model/rule.ts';
import type { NonEmpty } from '../model/words.ts';
import { count, number } from './service-base-urls.ts';

export { count, number };

const named = { 'single-patient': "one patient's export", population: 'the export of all patients' } as const;

/** A verdict for each export that was opened. */
export const eachExport = (
  exports: NonEmpty<OpenedExport>,
  judge: (opened: OpenedExport) => Verdict | readonly Verdict[],
): readonly Verdict[] =>
  exports.flatMap(opened =>
    [judge(opened)].flat().map(verdict => ({
      ...verdict,
      subject: verdict.subject ? `${named[opened.whose]}: ${verdict.subject}` : named[opened.whose],
    })),
  );

/** The words of a description, and where they stand. */
export const quoted = ({ quote, place }: Statement): string => `"${quote}" (${place})`;

export const percent = (part: number, whole: number): string => {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  return `${share < 10 && share > 0 ? share.toFixed(1) : Math.round(share)} %`;
};

/** The first few, and how many more there are. */
export function some(all: readonly string[], most = 4): string {
  const more = all.length - most;
  return `${all.slice(0, most).join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`;
}

/** A file that cannot be unpacked safely or at all, where any is. */
export function judgeProblems(opened: OpenedExport, kinds: readonly Problem['kind'][]): Verdict {
  const problems = opened.reading.inventory.problems.filter(({ kind }) => kinds.includes(kind));
  const [first] = problems;
  if (!first) return passed(...opened.exhibits);
  const others = problems.length > 1 ? `; and ${count(problems.length - 1, 'file')} more` : '';
  return failed(`${first.path} ${first.message}${others}.`, ...opened.exhibits);
}

/** Nothing of an export that is locked or broken can be read, and nothing follows from what is then not seen. */
export const isUnread = ({ reading: { inventory } }: OpenedExport): boolean =>
  inventory.files === 0 && inventory.problems.length > 0;

export const unread = ({ exhibits }: OpenedExport): Verdict =>
  cantTell('Nothing of the export could be read, so nothing is known of what it holds.', ...exhibits);

/** What in an export shows that it holds information of a kind: types of FHIR, names of tables and sections. */
const signs: Readonly<Record<Beyond, RegExp>> = {
  Billing:
    /(^|[_ .-])(account|charge(s|_?item)?|claim|claims|invoice|billing|bill|payment|payments|ledger|remit\w*|explanation_?of_?benefit|arpb|hsp_?acc\w*|tx|transactions?|guarantor|payers? and billing)([_ .-]|$)/i,
  Appointments: /(^|[_ .-])(appointments?|appt|appts|schedul\w*)([_ .-]|$)/i,
  Messages:
    /(^|[_ .-])(communications?|messages?|messaging|myc_?mesg\w*|msg|mesg|in_?basket|portal_?messages?|secure_?mail|emails?)([_ .-]|$)/i,
  'Images and Documents':
    /(^|[_ .-])(media|document_?reference|documents?|images?|imaging|scans?|attachments?|binary|doc_?information|blobs?|notes and letters)([_ .-]|$)/i,
  Questionnaires: /(^|[_ .-])(questionnaire\w*|quest\w*|forms?|surveys?|assessments?)([_ .-]|$)/i,
  Consents: /(^|[_ .-])(consents?|questionnaires and consents)([_ .-]|$)/i,
};

/** Words of a name apart: `ChargeItem` as `charge_item`. */
const apart = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2');

/**
 * Whether information of a kind beyond USCDI is in the exports: by what is known of the patients, by what the description
 * excludes, by what the export shows.
 */
export function judgeKind(
  kind: Beyond,
  exports: NonEmpty<OpenedExport>,
  description: FormatDescription | undefined,
): readonly Verdict[] {
  const excluded = description?.statements.filter(one => one.about === 'excluded' && one.what === kind) ?? [];
  return eachExport(exports, opened => {
    const { inventory, comparison } = opened.reading;
    if (isUnread(opened)) return unread(opened);
    const coverage = comparison?.classes.find(({ dataClass }) => dataClass === kind);
    const tables = inventory.tables
      .filter(({ name, rows }) => rows > 0 && signs[kind].test(apart(name)))
      .map(({ name }) => name);
    const isThere = tables.length > 0 || (kind === 'Images and Documents' && inventory.attachmentCount > 0);
    if (coverage && coverage.known >= 3 && coverage.found < coverage.known / 2) {
      const sentence = `Of ${count(coverage.known, 'known value')} of this kind the export has ${number(coverage.found)}; ${lost(coverage.paths)}.`;
      return failed(sentence, ...opened.exhibits);
    }
    const [words] = excluded;
    if (words && !isThere)
      return {
        ...failed(
          `The description leaves it out, ${quoted(words)}, and nothing in the export shows any.`,
          ...opened.exhibits,
          ...description!.exhibits,
        ),
        confidence: 'likely',
      };
    if (words)
      return cantTell(
        `The description leaves some of it out: ${quoted(words)}.`,
        ...opened.exhibits,
        ...description!.exhibits,
      );
    if (coverage && coverage.found >= coverage.known / 2) return passed(...opened.exhibits);
    if (isThere)
      return {
        ...passed(...opened.exhibits),
        because:
          tables.length > 0
            ? `It has ${some(tables)}.`
            : `It has ${count(inventory.attachmentCount, 'file')} of this kind.`,
      };
    return cantTell(
      'Nothing in the export names any, and nothing is known of whether this patient has any.',
      ...opened.exhibits,
    );
  });
}

const lost = (paths: readonly { readonly path: string; readonly known: number; readonly found: number }[]): string =>
  `missing are ${some(paths.filter(({ known, found }) => found < known).map(({ path, known, found }) => `${path} (${known - found} of ${known})`))}`;
