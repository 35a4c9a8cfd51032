import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { description, exhibit } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** `version 11.2`, `v26`, `release 12`. */
const versions = /\b(?:version|release|v\.?)\s*:?\s*(\d{1,4}(?:\.\d+){0,3})\b/gi;
const major = (version: string): number => Number(version.split('.')[0]);
/** FHIR, HTTP and standards have versions of their own. */
const others = /\b(fhir|hl7|us core|uscdi|c-?cda|xml|json|http|tls|oauth|smart|icd|loinc|dicom|sql|rfc|excel)\b/i;

function versionsIn(text: string): string[] {
  return [...text.matchAll(versions)]
    .filter(({ index }) => !others.test(text.slice(Math.max(0, index - 30), index)))
    .map(match => match[1]!);
}

/** The description of three releases ago explains the columns of three releases ago. */
export default defineRule({
  id: 'ehi-export/current-description',
  says: 'The description of the format is of the release that exports',
  otherwise: 'The description of the format is of an older release',
  cites: ['45 CFR 170.315(b)(10)(iii)'],
  barrier: 'ehi-format-doc-defect',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Publish the description anew with every release, with its version and date.',
  per: 'vendor',
  needs: { description: formatDescription },
  judge({ description }, { vendor }) {
    const { version } = vendor.product;
    const text = description.documents.map(document => `${document.title}\n${document.text}`).join('\n');
    if (text.trim() === '') return cantTell('Nothing of the description could be read.', ...description.exhibits);
    if (!version)
      return cantTell('The profile does not say which version of the product is tested.', ...description.exhibits);
    if (new RegExp(`(^|[^\\d.])${version.replaceAll('.', '\\.')}($|[^\\d.]|\\.(?!\\d))`).test(text))
      return passed(...description.exhibits);
    const named = versionsIn(text);
    const newest = named.toSorted((a, b) => major(b) - major(a))[0];
    if (newest === undefined)
      return cantTell(
        `The description names no version; the product is of version ${version}.`,
        ...description.exhibits,
      );
    if (major(newest) < major(version))
      return failed(
        `The description names version ${newest} at most; the product is of version ${version}.`,
        ...description.exhibits,
      );
    return cantTell(
      `The description names version ${newest}; the product is of version ${version}.`,
      ...description.exhibits,
    );
  },
  examples: {
    passed: [
      {
        when: 'it names the release',
        facts: { description: saying('Describes what version 12.1 writes.') },
        setting: { vendor: { product: { version: '12.1' } } },
      },
    ],
    failed: [
      {
        when: 'it is two releases behind',
        facts: { description: saying('Applies to version 10.4.') },
        setting: { vendor: { product: { version: '12.1' } } },
      },
    ],
    'cant-tell': [
      {
        when: 'it has no version',
        facts: { description: saying('All tables.') },
        setting: { vendor: { product: { version: '12.1' } } },
      },
      { when: 'nothing could be read', facts: { description: description() } },
    ],
  },
});

function saying(text: string) {
  return { ...description(), documents: [{ title: '', text } as never], exhibits: [exhibit] as const };
}
