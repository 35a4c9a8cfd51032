import { pages } from '../addresses.ts';
import type { BarrierSwitch, Behaviour } from '../behaviour.ts';
import { softwareVersion } from '../capability-statement.ts';
import { pdf } from '../ehi-export/beyond-the-api.ts';
import { leaves } from '../ehi-export/clinical-documents.ts';
import { storedOf } from '../ehi-export/exports.ts';
import { readMe } from '../ehi-export/resource-lines.ts';
import { lockedArchive, strayingArchive, swellingArchive } from '../ehi-export/troublesome-archives.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources, about to be made wrong on purpose
type Json = any;

type Vice = Pick<BarrierSwitch, 'id' | 'barrier' | 'says'> & {
  /** Names of rules of this topic. */
  readonly rules: readonly [string, ...string[]];
  readonly excludes?: readonly string[];
  readonly hides?: true;
};

const vice = ({ rules: [first, ...rest], ...about }: Vice, apply: (behaviour: Behaviour) => void): BarrierSwitch => ({
  ...about,
  topic: 'ehi-export',
  rules: [`ehi-export/${first}`, ...rest.map(rule => `ehi-export/${rule}`)],
  apply,
});

/** Leaves records out of both exports. */
const withoutRecords = (about: Vice, isLeftOut: (resource: Json) => boolean): BarrierSwitch =>
  vice(about, ({ ehiExport }) => void ehiExport.records.push(records => records.filter(one => !isLeftOut(one))));

const ofType =
  (...types: readonly string[]) =>
  ({ resourceType }: Json) =>
    types.includes(resourceType);

const leftOut: readonly BarrierSwitch[] = [
  withoutRecords(
    {
      id: 'immunizations-left-out',
      rules: ['uscdi-values'],
      barrier: 'ehi-incomplete',
      says: 'The exports have no immunizations.',
    },
    ofType('Immunization'),
  ),
  vice(
    {
      id: 'results-without-values',
      rules: ['uscdi-values'],
      barrier: 'ehi-incomplete',
      says: 'Laboratory results come with their names and without their values.',
    },
    ({ ehiExport }) =>
      void ehiExport.records.push(records =>
        records.map(one => {
          const isResult = one.resourceType === 'Observation' && JSON.stringify(one.category).includes('laboratory');
          if (!isResult) return one;
          const { valueQuantity: _, valueCodeableConcept: __, valueString: ___, referenceRange: ____, ...rest } = one;
          return rest;
        }),
      ),
  ),
  withoutRecords(
    {
      id: 'history-cut-off',
      rules: [
        'uscdi-values',
        'whole-history',
        'past-appointments',
        'images-and-documents',
        'questionnaires',
        'references-within',
      ],
      barrier: 'ehi-incomplete',
      says: 'What is older than two years is left out of the exports.',
      excludes: [
        'immunizations-left-out',
        'results-without-values',
        'past-appointments-left-out',
        'appointments-left-out',
      ],
    },
    resource =>
      /"(20(1\d|2[0-3])|19\d\d)-\d\d-\d\dT/.test(JSON.stringify(resource)) &&
      !ofType(
        'Patient',
        'RelatedPerson',
        'Coverage',
        'Account',
        'Consent',
        'Claim',
        'ClaimResponse',
        'ChargeItem',
        'Provenance',
      )(resource),
  ),
  withoutRecords(
    {
      id: 'billing-left-out',
      rules: ['billing'],
      barrier: 'ehi-incomplete',
      says: 'The exports have no accounts, charges, claims or payments.',
    },
    ofType('Account', 'ChargeItem', 'Claim', 'ClaimResponse'),
  ),
  withoutRecords(
    {
      id: 'messages-left-out',
      rules: ['messages'],
      barrier: 'ehi-incomplete',
      says: 'Messages of the portal are not exported.',
    },
    ofType('Communication'),
  ),
  withoutRecords(
    {
      id: 'past-appointments-left-out',
      rules: ['past-appointments', 'appointments'],
      barrier: 'ehi-incomplete',
      says: 'Only appointments to come are exported.',
    },
    one => one.resourceType === 'Appointment' && one.status !== 'booked',
  ),
  withoutRecords(
    {
      id: 'appointments-left-out',
      rules: ['appointments'],
      barrier: 'ehi-incomplete',
      says: 'Appointments are not exported.',
      excludes: ['past-appointments-left-out'],
    },
    ofType('Appointment'),
  ),
  withoutRecords(
    {
      id: 'questionnaires-left-out',
      rules: ['questionnaires'],
      barrier: 'ehi-incomplete',
      says: 'What patients filled in is not exported.',
    },
    ofType('QuestionnaireResponse'),
  ),
  withoutRecords(
    { id: 'consents-left-out', rules: ['consents'], barrier: 'ehi-incomplete', says: 'Consents are not exported.' },
    ofType('Consent'),
  ),
  withoutRecords(
    {
      id: 'images-left-out',
      rules: ['images-and-documents'],
      barrier: 'ehi-incomplete',
      says: 'Images are not exported.',
    },
    ofType('Media'),
  ),
  withoutRecords(
    {
      id: 'people-left-out',
      rules: ['references-within', 'uscdi-values'],
      barrier: 'ehi-incomplete',
      says: 'Nobody who treated the patient is in the exports.',
    },
    ofType('Practitioner', 'PractitionerRole'),
  ),
  vice(
    {
      id: 'attachments-missing',
      rules: ['attached-files'],
      barrier: 'ehi-incomplete',
      says: 'Records name scans and letters that are not in the package.',
    },
    ({ ehiExport }) =>
      void ehiExport.files.push(files => {
        for (const path of [...files.keys()]) if (/\.(pdf|png)$/.test(path)) files.delete(path);
      }),
  ),
];

const inThePackage: readonly BarrierSwitch[] = [
  vice(
    {
      id: 'hyperlink-absent',
      rules: ['format-link'],
      barrier: 'ehi-hyperlink-absent',
      says: 'No file of the package says where its format is described.',
    },
    ({ ehiExport }) => void ehiExport.files.push(files => void files.delete('README.txt')),
  ),
  vice(
    {
      id: 'hyperlink-dead',
      rules: ['format-link', 'format-link-in-public'],
      barrier: 'ehi-format-doc-defect',
      says: 'The address in the package leads to nothing.',
      excludes: ['hyperlink-absent'],
    },
    ({ ehiExport }) =>
      void ehiExport.files.push(
        files => void files.set('README.txt', Buffer.from(`Format: ${pages.home}ehi/format-2023\n`)),
      ),
  ),
  vice(
    {
      id: 'lines-broken',
      rules: ['files-as-declared'],
      barrier: 'ehi-not-computable',
      says: 'Lines of the export end in the middle of a record.',
    },
    ({ ehiExport }) =>
      void ehiExport.files.push(files => {
        for (const path of [...files.keys()].filter(one => one.endsWith('/Provenance.ndjson'))) {
          files.set(path, Buffer.concat([files.get(path)!, Buffer.from('{"resourceType":"Provenance","id":"cut')]));
        }
      }),
  ),
  vice(
    {
      id: 'rows-ragged',
      rules: ['files-as-declared'],
      barrier: 'ehi-not-computable',
      says: 'Texts with line ends break the rows of a table.',
    },
    changedTable('COMMUNICATION', text => text.replace(/\r\n(?=.)/g, '\r\n,,\r\n')),
  ),
  vice(
    {
      id: 'other-encoding',
      rules: ['stated-encoding'],
      barrier: 'ehi-not-computable',
      says: 'The description says UTF-8, and a table is written in Windows-1252.',
    },
    ({ ehiExport }) =>
      void ehiExport.files.push((files, whose) => {
        if (whose === 'population')
          files.set(
            'tables/ORGANIZATION.csv',
            Buffer.concat([files.get('tables/ORGANIZATION.csv')!, Buffer.from('cl\xednica,,\r\n', 'latin1')]),
          );
      }),
  ),
  vice(
    {
      id: 'other-delimiter',
      rules: ['stated-delimiter'],
      barrier: 'ehi-format-doc-defect',
      says: 'The description says commas, and pipes separate the columns.',
    },
    ({ ehiExport }) =>
      void ehiExport.files.push((files, whose) => {
        if (whose !== 'population') return;
        for (const [path, bytes] of files) {
          if (path.endsWith('.csv')) files.set(path, Buffer.from(piped(Buffer.from(bytes).toString())));
        }
      }),
  ),
  vice(
    {
      id: 'keys-repeated',
      rules: ['declared-keys'],
      barrier: 'ehi-format-doc-defect',
      says: 'Rows of two tables share the key that should tell them apart.',
    },
    ({ ehiExport }) =>
      void ehiExport.files.push((files, whose) => {
        if (whose !== 'population') return;
        for (const name of ['GOAL', 'DEVICE']) {
          const text = Buffer.from(files.get(`tables/${name}.csv`)!).toString();
          const [, row = ''] = text.split('\r\n');
          files.set(`tables/${name}.csv`, Buffer.from(`${text}${row}\r\n`));
        }
      }),
  ),
  vice(
    {
      id: 'prints-alone',
      rules: ['computable-data'],
      barrier: 'ehi-not-computable',
      says: "One patient's export is a print of the record.",
      excludes: ['lines-broken', 'attachments-missing', 'people-left-out'],
    },
    ({ ehiExport }) =>
      void ehiExport.files.push((files, whose) => {
        if (whose === 'population') return;
        files.clear();
        files.set('record.pdf', printOf(storedOf('patient-1')));
        files.set('README.txt', Buffer.from(readMe(pages.ehiFormat)));
      }),
  ),
];

function changedTable(name: string, how: (text: string) => string) {
  return ({ ehiExport }: Behaviour) =>
    void ehiExport.files.push((files, whose) => {
      const bytes = whose === 'population' ? files.get(`tables/${name}.csv`) : undefined;
      if (bytes) files.set(`tables/${name}.csv`, Buffer.from(how(Buffer.from(bytes).toString())));
    });
}

function piped(text: string): string {
  let inside = false;
  return [...text]
    .map(sign => {
      if (sign === '"') inside = !inside;
      return sign === ',' && !inside ? '|' : sign;
    })
    .join('');
}

/** Everything that is known, as a person would read it. */
const printOf = (records: readonly Json[]): Uint8Array =>
  pdf(records.flatMap(record => leaves(record).flatMap(([path, value]) => `${path}: ${value}`.split('\n'))));

const locked: readonly BarrierSwitch[] = [
  ...(
    [
      [
        'password-never-told',
        'password-told',
        'The archive is locked, and nobody is told the password.',
        lockedArchive,
      ],
      [
        'archive-cut-off',
        'package-intact',
        'The archive ends before its list of files.',
        (bytes: Uint8Array) => bytes.subarray(0, bytes.length * 0.8),
      ],
      ['paths-outside', 'paths-within', 'A file of the archive would be unpacked outside its folder.', strayingArchive],
      [
        'archive-that-swells',
        'honest-size',
        'A file of the archive unpacks to a thousand times its length.',
        swellingArchive,
      ],
    ] as const
  ).map(([id, rule, says, how], _, all) =>
    vice(
      {
        id,
        rules: [rule],
        barrier: 'ehi-not-computable',
        says,
        // Of an archive that cannot be opened nothing else is seen.
        ...(id === 'password-never-told' || id === 'archive-cut-off' ? { hides: true as const } : {}),
        excludes: all.map(([other]) => other).filter(other => other !== id),
      },
      ({ ehiExport }) =>
        void ehiExport.archive.push((bytes, whose) => (whose === 'single-patient' ? how(bytes) : bytes)),
    ),
  ),
];

/** Changes the words of the pages that describe the exports. */
const rewritten = (
  about: Vice,
  how: (markup: string) => string,
  of: readonly string[] = [pages.ehiFormat],
): BarrierSwitch =>
  vice(about, behaviour => void behaviour.pages.push((page, markup) => (of.includes(page) ? how(markup) : markup)));

const bySelf = /<p><strong>One patient\.<\/strong>[\s\S]*?<\/p>/;
const ofAll = /<p><strong>All patients\.<\/strong>[\s\S]*?<\/p>/;

const description: readonly BarrierSwitch[] = [
  vice(
    {
      id: 'dictionary-stale',
      rules: ['described-columns'],
      barrier: 'ehi-format-doc-defect',
      says: 'A tenth of the columns came after the dictionary was written.',
    },
    ({ ehiExport }) =>
      void ehiExport.dictionary.push(text =>
        text
          .split('\r\n')
          .filter((_, line) => line % 10 !== 9)
          .join('\r\n'),
      ),
  ),
  vice(
    {
      id: 'dictionary-partial',
      rules: ['described-tables'],
      barrier: 'ehi-format-doc-defect',
      says: 'The dictionary does not know the tables of billing and messages.',
    },
    ({ ehiExport }) =>
      void ehiExport.dictionary.push(text =>
        text
          .split('\r\n')
          .filter(line => !/^(CLAIM|CHARGE|ACCOUNT|COMMUNICATION)/.test(line))
          .join('\r\n'),
      ),
  ),
  rewritten(
    {
      id: 'description-of-an-old-release',
      rules: ['current-description'],
      barrier: 'ehi-format-doc-defect',
      says: 'The format is described as it was three releases ago.',
    },
    markup =>
      markup
        .replaceAll(`EHR ${softwareVersion}`, 'EHR version 9.4')
        .replaceAll(softwareVersion, '9.4')
        .replaceAll('12.0', '9.3'),
    [pages.ehiFormat, pages.ehiTables],
  ),
  vice(
    {
      id: 'description-behind-a-login',
      rules: ['description-in-public', 'format-link-in-public'],
      barrier: 'ehi-format-doc-defect',
      says: 'Customers alone may read the description of the format.',
      excludes: ['description-of-an-old-release', 'support-ticket', 'population-refused', 'hyperlink-dead'],
    },
    behaviour => void behaviour.answers.push(request => (request.url === pages.ehiFormat ? signIn() : undefined)),
  ),
  rewritten(
    {
      id: 'support-ticket',
      rules: ['self-service'],
      barrier: 'ehi-not-self-serve',
      says: "One patient's export is asked for with a support ticket.",
    },
    markup =>
      markup.replace(
        bySelf,
        '<p><strong>One patient.</strong> To request the export of a patient, open a ticket with our support; our staff will prepare it.</p>',
      ),
  ),
  vice(
    {
      id: 'invoice-for-export',
      rules: ['export-at-no-charge'],
      barrier: 'fee-ehi-export',
      says: "An invoice comes with one patient's export.",
    },
    ({ ehiExport }) =>
      void ehiExport.block.push((block, whose) => {
        if (whose === 'single-patient') block.cost = '$1,200 processing fee';
      }),
  ),
  vice(
    {
      id: 'population-refused',
      rules: ['population-export'],
      barrier: 'ehi-population-unavailable',
      says: 'There is no export of all patients.',
    },
    behaviour => {
      behaviour.pages.push((page, markup) =>
        page === pages.ehiFormat
          ? markup.replace(ofAll, '<p><strong>All patients.</strong> An export of all patients is not available.</p>')
          : markup,
      );
      behaviour.ehiExport.block.push((block, whose) => {
        if (whose === 'population') delete block.file;
      });
    },
  ),
  vice(
    {
      id: 'export-that-takes-days',
      rules: ['timely-export'],
      barrier: 'ehi-not-self-serve',
      says: "One patient's export comes five days after it was asked for.",
    },
    ({ ehiExport }) =>
      void ehiExport.block.push(block => {
        block['received-at'] = '2026-10-06T08:00:00Z';
      }),
  ),
];

const signIn = () =>
  new Response(
    '<!doctype html><html lang="en"><title>Sign in</title><h1>Customers only</h1><p>Please sign in to view this page.<form><input type="password" name="p"></form>',
    {
      status: 401,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
  );

export const barriers: readonly BarrierSwitch[] = [...leftOut, ...inThePackage, ...locked, ...description];
