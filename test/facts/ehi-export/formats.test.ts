import { describe, expect, test } from 'vitest';
import { read } from './read.ts';

const tableOf = async (name: string, content: string | Uint8Array, options = {}) => {
  const { inventory } = await read(name, content, options);
  return {
    ...inventory.tables[0],
    troubles: inventory.troubles,
    encodings: inventory.encodings,
    badlyWritten: inventory.badlyWritten,
  };
};

describe('separated values', () => {
  test.each([
    ['commas', 'ID,NAME,NOTE\n1,"Testerly, Wren","says ""hm"""\n2,Sorrel,\n', ',', true],
    ['tabs and stray marks', 'ID\tNAME\tNOTE\n1\t6" nail\tx\n2\ty\tz\n', '\t', false],
    ['pipes', 'ID|NAME|NOTE\n1|a|b\n2|c,d|e\n', '|', false],
    ['semicolons', 'ID;NAME;NOTE\r\n1;1,5;b\r\n2;2,5;e\r\n', ';', false],
    ['carets', 'ID^NAME^NOTE\n1^a^b\n2^c^e\n', '^', false],
  ])('%s', async (_, text, delimiter, quoted) => {
    expect(await tableOf('PATIENT.csv', text)).toMatchObject({
      name: 'PATIENT',
      rows: 2,
      ragged: 0,
      delimiter,
      quoted,
      troubles: [],
    });
  });

  test('a cell that goes on over lines is one row; a row with a cell too many is told with its line', async () => {
    const { rows, ragged, troubles } = await tableOf('NOTE.csv', 'ID,TEXT\n1,"one\ntwo\nthree"\n2,x,y\n');
    expect([rows, ragged]).toEqual([2, 1]);
    expect(troubles).toMatchObject([{ line: 5, kind: 'ragged', message: 'has 3 cells under 2 columns' }]);
  });

  test('a text that begins with a mark of its own does not swallow the next rows', async () => {
    const text = 'ID\tTEXT\tMORE\n1\t"quoted"\tx\n2\t"only opened\ty\n3\tz\tw\n';
    expect(await tableOf('NOTE.tsv', text)).toMatchObject({ rows: 3, ragged: 0, troubles: [] });
  });

  test('a mark that nothing closes is told where it opens', async () => {
    expect((await tableOf('NOTE.csv', 'ID,TEXT,MORE\n1,"a",b\n2,"never closed\n3,d,e\n')).troubles).toMatchObject([
      { line: 3, kind: 'malformed' },
    ]);
  });

  test('without a line of names its columns have none', async () => {
    expect(await tableOf('X.csv', '1,2024-01-02,3\n4,2024-01-03,5\n')).toMatchObject({
      headless: true,
      rows: 2,
      earliest: '2024-01-02',
    });
  });

  test('Windows-1252 and UTF-16 are seen as what they are; broken UTF-8 is counted', async () => {
    const latin = Buffer.from('ID,NAME,CITY\n1,Jos\xe9,San Juan\n', 'latin1');
    expect((await tableOf('A.csv', latin)).encodings).toEqual({ 'windows-1252': 1 });
    const wide = Buffer.from('\uFEFFID,NAME,CITY\n1,José,San Juan\n', 'utf16le');
    expect(await tableOf('A.csv', wide)).toMatchObject({ rows: 1, encodings: { 'utf-16le': 1 } });
    const stated = await tableOf('A.csv', latin, { encoding: 'utf-8' });
    expect(stated.badlyWritten).toMatchObject([{ path: 'A.csv', broken: 1 }]);
  });
});

describe('JSON', () => {
  test('a broken line is told with its line and without its content, and the rest goes on', async () => {
    const text =
      '{"resourceType":"Patient","id":"a"}\n{"resourceType":"Patient","name":"Wren Tes\n{"resourceType":"Patient","id":"c"}\n';
    const { inventory } = await read('Patient.ndjson', text);
    expect(inventory.tables).toMatchObject([{ name: 'Patient', shape: 'fhir', rows: 2 }]);
    expect(inventory.troubles).toMatchObject([{ line: 2, kind: 'malformed' }]);
    expect(JSON.stringify(inventory.troubles)).not.toContain('Wren');
  });

  test('a Bundle is its resources; an object of lists is a table for each; columns are paths', async () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [{ resource: { resourceType: 'Goal', id: '1', note: [{ text: 'x' }, { text: 'y' }] } }],
    };
    expect((await read('all.json', JSON.stringify(bundle))).inventory.tables).toMatchObject([
      { name: 'Goal', rows: 1, columns: [{ name: 'resourceType' }, { name: 'id' }, { name: 'note.text', filled: 1 }] },
    ]);
    const lists = { allergies: [{ a: 1 }, { a: 2 }], visits: [{ day: '3/4/2024' }] };
    expect(
      (await read('data.json', JSON.stringify(lists, null, 1))).inventory.tables.map(({ name, rows }) => [name, rows]),
    ).toEqual([
      ['allergies', 2],
      ['visits', 1],
    ]);
  });
});

describe('SQL', () => {
  test('definitions and rows, with quotation and functions', async () => {
    const dump = `-- Dump
CREATE TABLE "dbo"."PATIENT" ("ID" int NOT NULL, [NAME] varchar(40), BORN date, CONSTRAINT pk PRIMARY KEY (ID));
INSERT INTO PATIENT VALUES (1, 'O''Hara; Wren', TO_DATE('1985-02-03','YYYY-MM-DD')), (2, NULL, '1990-11-30');
INSERT INTO PATIENT (ID, NAME) VALUES (2, 'Sorrel -- no comment');`;
    const { inventory } = await read('dump.sql', dump);
    expect(inventory.tables).toMatchObject([
      { name: 'PATIENT', rows: 3, ragged: 0, earliest: '1985-02-03', key: { columns: ['id'], repeated: 1 } },
    ]);
    expect(inventory.tables[0]!.columns).toEqual([
      { name: 'ID', filled: 3 },
      { name: 'NAME', filled: 2 },
      { name: 'BORN', filled: 2 },
    ]);
  });

  test('COPY of PostgreSQL', async () => {
    const dump =
      'CREATE TABLE note (id int, words text);\nCOPY note (id, words) FROM stdin;\n1\tone\\ttwo\n2\t\\N\n\\.\nSELECT 1;\n';
    expect((await read('dump.sql', dump)).inventory.tables).toMatchObject([
      { name: 'note', rows: 2, columns: [{ filled: 2 }, { filled: 1 }] },
    ]);
  });
});

describe('XML', () => {
  test('a clinical document by its sections', async () => {
    const text = `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id extension="1"/><component><structuredBody><component><section>
<title>Problems</title><text><table><tbody><tr><td>Asthma</td><td>3/4/2019</td></tr></tbody></table></text>
<entry><observation><code code="195967001" displayName="Asthma"/><effectiveTime value="20190304"/></observation></entry>
</section></component></structuredBody></component></ClinicalDocument>`;
    const { inventory } = await read('patient.xml', text);
    expect(inventory.tables.map(({ name, rows }) => [name, rows])).toEqual([
      ['document header', 1],
      ['Problems', 2],
    ]);
    expect(inventory.tables[1]).toMatchObject({ shape: 'c-cda', earliest: '2019-03-04' });
  });

  test.each([
    ['an element that is not closed', '<a><b>x</a>'],
    ['an attribute without marks', '<a><b c=1/></a>'],
    ['a document that ends too early', '<a><b>x</b>'],
  ])('%s is told', async (_, text) => {
    expect((await read('x.xml', text)).inventory.troubles).toMatchObject([{ kind: 'malformed' }]);
  });

  test('entities of its own are not swollen', async () => {
    const text = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a><b>&y;&y;</b></a>';
    expect((await read('x.xml', text)).inventory.cells).toBe(1);
  });
});

test('files for the eye are attachments with type and digest, and their words are read', async () => {
  const dicom = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(64, 7)]);
  const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');
  const { inventory } = await read('scan.dcm', dicom);
  expect(inventory.attachments).toMatchObject([
    { kind: 'dicom', bytes: 196, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  expect((await read('x', png)).inventory.attachments).toMatchObject([{ kind: 'image' }]);
  expect((await read('letter.html', '<html><p>Dear Wren</p></html>')).inventory.tables).toMatchObject([
    { shape: 'text', rows: 1 },
  ]);
});
