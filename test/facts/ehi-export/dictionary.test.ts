import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../../src/facts/ehi-export/agreement.ts';
import { dictionaryOf, read, zip } from './read.ts';

const page = (
  table: string,
  columns: readonly string[],
) => `<!DOCTYPE html><html><head><title>${table}</title><style>td { a: b }</style></head><body>
<table class="Header"><tr><td>${table}</td></tr></table>
<table class="SubHeader"><tr><td>Primary Key</td></tr></table>
<table><thead><tr><th>Column Name</th><th>Ordinal Position</th></tr></thead><tbody><tr><td>${columns[0]}</td><td>1</td></tr></tbody></table>
<table class="SubHeader"><tr><td>Column Information</td></tr></table>
<table><thead><tr><th></th><th>Name</th><th></th><th>Type</th></tr></thead><tbody>
${columns.map((column, index) => `<tr><td>${index + 1}</td><td colspan="2">${column}</td><td>VARCHAR</td></tr><tr><td></td><td colspan="3"><p>Stores the ${column.toLowerCase()}, which may be hidden.</p></td></tr>`).join('\n')}
</tbody></table></body></html>`;

const expected = { key: ['patient_id'], columns: ['patient_id', 'name', 'birth_date'] };
const columns = ['PATIENT_ID', 'NAME', 'BIRTH_DATE'];

describe('the same table, described in every way', () => {
  test.each<[string, Record<string, string>]>([
    ['a web page for each table', { 'EHITables\\PATIENT.htm': page('PATIENT', columns) }],
    [
      'headings and tables on one page',
      {
        'index.html': `<h1>Data dictionary</h1><h2>PATIENT</h2><table><tr><th>Field</th><th>PK</th><th>Meaning</th></tr>${columns.map((one, at) => `<tr><td>${one}</td><td>${at ? '' : 'Y'}</td><td>Says something</td></tr>`).join('')}</table>`,
      },
    ],
    [
      'one table of all',
      {
        'dictionary.csv': `Table Name,Column Name,Primary Key\n${columns.map((one, at) => `PATIENT,${one},${at ? 'N' : 'Y'}`).join('\n')}\n`,
      },
    ],
    [
      'a schema of its own',
      {
        'PATIENT.json': JSON.stringify({
          name: 'PATIENT',
          primaryKey: [{ columnName: 'PATIENT_ID' }],
          columns: columns.map(name => ({ name, type: 'VARCHAR' })),
        }),
      },
    ],
    [
      'a definition in SQL',
      { 'schema.sql': 'CREATE TABLE PATIENT (PATIENT_ID int PRIMARY KEY, NAME varchar(40), BIRTH_DATE date);' },
    ],
  ])('%s', async (_, files) => {
    const { tables } = await dictionaryOf(files);
    expect([...tables.keys()]).toEqual(['patient']);
    expect([...tables.get('patient')!.columns]).toEqual(expected.columns);
    expect(tables.get('patient')!.key).toEqual(expected.key);
  });

  test('JSON Schema and StructureDefinition', async () => {
    const schema = { title: 'Visit', properties: { id: {}, notes: { items: { properties: { text: {} } } } } };
    const structure = {
      resourceType: 'StructureDefinition',
      kind: 'resource',
      type: 'Ledger',
      snapshot: { element: [{ path: 'Ledger' }, { path: 'Ledger.amount' }, { path: 'Ledger.amount.value' }] },
    };
    const { tables } = await dictionaryOf({
      'visit.schema.json': JSON.stringify(schema),
      'ledger.json': JSON.stringify(structure),
    });
    expect([...tables.get('visit')!.columns]).toEqual(['id', 'notes', 'notes.text']);
    expect([...tables.get('ledger')!.columns]).toEqual(['amount']);
  });
});

describe('a real size: 6,630 pages, 550 tables', () => {
  const tables = Array.from({ length: 6630 }, (_, index) => {
    const name = `TABLE_${String(index).padStart(4, '0')}_${['INFO', 'HX', 'ENC'][index % 3]}`;
    return [
      name,
      Array.from({ length: 4 + (index % 9) }, (_, at) => `${at ? 'COLUMN' : 'KEY'}_${at}_${index % 7}`),
    ] as const;
  });
  const row = (names: readonly string[], line: number) =>
    names.map((_, at) => (at ? `v${line}` : String(line))).join('\t');
  const exported = (some: readonly (readonly [string, readonly string[]])[]) =>
    zip(
      Object.fromEntries(
        some.map(([name, names]) => [
          `EHITables\\${name}.tsv`,
          `${[...names].reverse().join('\t')}\n${Array.from({ length: 20 }, (_, line) => row([...names].reverse(), line)).join('\n')}\n`,
        ]),
      ),
    );

  test('described and exported within seconds; order, empty columns and absent tables mean nothing', async () => {
    const pages = zip(Object.fromEntries(tables.map(([name, names]) => [`EHITables\\${name}.htm`, page(name, names)])));
    const began = performance.now();
    const dictionary = await dictionaryOf({ 'tables.zip': pages });
    expect(dictionary.tables.size).toBe(6630);
    const chosen = tables.filter((_, index) => index % 12 === 0).slice(0, 550);
    const { inventory } = await read('export.zip', exported(chosen), { dictionary });
    const took = performance.now() - began;
    expect(inventory).toMatchObject({ rows: 11_000, files: 550 });
    expect(agreementOf(inventory, dictionary)).toMatchObject({
      undescribedTables: [],
      undescribedColumns: [],
      absentTables: { count: 6080 },
      byWords: false,
    });
    expect(took).toBeLessThan(30_000);

    const newer = chosen.map(([name, names], index): [string, readonly string[]] =>
      index < 2 ? [`NEW_${name}`, names] : index < 22 ? [name, [...names, 'LATER_1', 'LATER_2']] : [name, names],
    );
    const drifted = agreementOf((await read('export.zip', exported(newer), { dictionary })).inventory, dictionary)!;
    expect(drifted.undescribedTables.map(({ name }) => name)).toEqual(newer.slice(0, 2).map(([name]) => name));
    expect(drifted.undescribedColumns).toHaveLength(40);
  }, 60_000);
});

test('names found in the words of a description are described, where its tables cannot be made out', async () => {
  const dictionary = await dictionaryOf({
    'guide.txt': 'The file ALLERGY holds ALLERGY_ID and REACTION. The file VISIT holds VISIT_ID.',
  });
  const { inventory } = await read(
    'export.zip',
    zip({ 'ALLERGY.csv': 'ALLERGY_ID,REACTION,GRADE\n1,a,b\n', 'BILL.csv': 'BILL_ID,SUM\n1,2\n' }),
    { dictionary },
  );
  const agreement = agreementOf(inventory, dictionary)!;
  expect(agreement.byWords).toBe(true);
  expect(agreement.undescribedTables.map(({ name }) => name)).toEqual(['BILL']);
  expect(agreement.undescribedColumns).toMatchObject([{ table: 'ALLERGY', column: 'GRADE' }]);
});
