import { describe, expect, test } from 'vitest';
import {
  archive,
  exportedFiles,
  type Style,
  storedOf,
  storedOfAll,
  styles,
} from '../../../src/demo/ehi-export/exports.ts';
import { knownOf, knownOfRows } from '../../../src/facts/ehi-export/known.ts';
import { Chance } from '../../../src/fhir/seed/chance.ts';
import { read } from './read.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources, about to be made wrong on purpose
type Json = any;

const compare = async (
  style: Style,
  whose: string,
  exported: readonly Json[],
  stored: readonly Json[],
  tell = true,
) => {
  const reading = await read('export.zip', archive(exportedFiles(whose, style, exported)), {
    known: knownOf(stored),
    tell,
  });
  return reading.comparison!;
};

describe.each(styles)('%s', style => {
  test('a complete export has no more than 1 % false absences', async () => {
    for (const [whose, stored] of [
      ['patient-1', storedOf('patient-1')],
      ['all', storedOfAll()],
    ] as const) {
      const { known, missingCount, missing } = await compare(style, whose, stored, stored);
      expect(known).toBeGreaterThan(800);
      expect(missingCount, JSON.stringify(missing.slice(0, 10))).toBeLessThanOrEqual(known * 0.01);
    }
  });

  test('every one of 500 values removed at random is found missing', async () => {
    const stored = storedOfAll();
    const chance = new Chance(20261125);
    const chosen = removable(stored, chance).slice(0, 500);
    expect(chosen).toHaveLength(500);
    const unnoticed: string[] = [];
    let falsely = 0;
    // Fifty at a time: an export that lacks most of its values is no test of finding one.
    for (let at = 0; at < chosen.length; at += 50) {
      const now = chosen.slice(at, at + 50);
      const exported = copyOf(stored);
      for (const { record, path, text } of now)
        remove(
          exported.find(one => nameOf(one) === record),
          path,
          text,
        );
      const { missing, missingCount } = await compare(style, 'all', exported, stored);
      const told = new Set(missing.map(({ record, path, value }) => `${record} ${path} ${value}`));
      const wanted = now.map(({ record, path, text }) => `${record} ${path} ${text.slice(0, 120)}`);
      unnoticed.push(...wanted.filter(one => !told.has(one)));
      falsely += missingCount - wanted.filter(one => told.has(one)).length;
    }
    expect(falsely).toBeLessThanOrEqual(5);
    expect(unnoticed.slice(0, 20)).toEqual([]);
  }, 120_000);
});

const nameOf = ({ resourceType, id }: Json): string => `${resourceType}/${id}`;

/** Records that share no object with others. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value));

interface Leaf {
  readonly record: string;
  readonly path: string;
  readonly text: string;
}

/** Values that stand in their record once, in an order of chance: what stands there twice is still there when one is gone. */
function removable(stored: readonly Json[], chance: Chance): Leaf[] {
  const { records, values } = knownOf(stored);
  const byName = new Map(stored.map(one => [nameOf(one), one]));
  const leaves = values
    .filter(
      ({ ofFhir, path, text }) => !ofFhir && !path.includes('us-core-') && !path.endsWith('.data') && text.length > 2,
    )
    .map(({ record, path, text }) => ({ record: records[record]!.name, path, text }))
    .filter(({ record, path, text }) => {
      const resource = byName.get(record);
      const whole = JSON.stringify(resource).toLowerCase();
      const word = text
        .replace(/(?<=^[\d.]+) .*$/, '')
        .replace(/T.*$/, '')
        .toLowerCase();
      const copy = copyOf(resource);
      return whole.split(word).length === 2 && remove(copy, path, text);
    });
  for (let at = leaves.length - 1; at > 0; at--) {
    const other = chance.whole(0, at);
    [leaves[at], leaves[other]] = [leaves[other]!, leaves[at]!];
  }
  return leaves;
}

/** Takes the value away that a path leads to; whether there was one. */
function remove(resource: Json, path: string, text: string): boolean {
  const [, ...names] = path.split('.');
  const walk = (value: Json, at: number): boolean => {
    if (Array.isArray(value)) return value.some(one => walk(one, at));
    const name = names[at]!;
    if (value === null || typeof value !== 'object' || value[name] === undefined) return false;
    if (at < names.length - 1) return walk(value[name], at + 1);
    const member = value[name];
    const isIt = (one: Json) => String(one) === text || (typeof one === 'number' && text.startsWith(`${one} `));
    if (Array.isArray(member)) {
      const place = member.findIndex(isIt);
      if (place >= 0) member.splice(place, 1);
      return place >= 0;
    }
    if (!isIt(member)) return false;
    delete value[name];
    return true;
  };
  return walk(resource, 0);
}

test('a whole kind left out is seen as that, though its days and codes stand elsewhere', async () => {
  const stored = storedOf('patient-1');
  const exported = stored.filter(({ resourceType }) => resourceType !== 'Communication');
  for (const style of styles) {
    const { classes } = await compare(style, 'patient-1', exported, stored);
    expect(
      classes.find(({ dataClass }) => dataClass === 'Messages'),
      style,
    ).toMatchObject({ found: 0, lostRecords: 3 });
  }
});

test('a history that was cut shows from which day on it is there', async () => {
  const stored = storedOf('patient-1');
  const exported = stored.filter(one => one.resourceType !== 'Encounter' || one.period.start >= '2024');
  const { classes } = await compare('tables', 'patient-1', exported, stored);
  expect(classes.find(({ dataClass }) => dataClass === 'Encounter Information')).toMatchObject({
    lostRecords: 1,
    days: { lostUntil: expect.stringMatching(/^2023/), keptFrom: expect.stringMatching(/^2024/) },
  });
});

test('with patients whose records may not be told, no value is', async () => {
  const stored = storedOf('patient-1');
  const exported = stored.filter(({ resourceType }) => resourceType !== 'Condition');
  for (const style of styles) {
    const bytes = archive(exportedFiles('patient-1', style, exported));
    const reading = await read('Testerly, Wren.zip', bytes, {
      known: knownOf(stored),
      tell: false,
      key: Buffer.from('key'),
    });
    expect(reading.comparison!.missingCount).toBeGreaterThan(0);
    const kept = JSON.stringify(reading);
    for (const word of ['Testerly', 'Wren', 'MRN-', 'knee', 'patient-1', 'Specimen Springs', '1978-01'])
      expect(kept.includes(word), `${style}: ${word}`).toBe(false);
  }
});

describe('a value is found however it is written', () => {
  const known = knownOf([
    {
      resourceType: 'Observation',
      effectiveDateTime: '2024-03-04T23:30:00-05:00',
      valueQuantity: { value: 72.5, unit: 'kg', code: 'kg' },
      code: { text: 'Body weight' },
      performer: [{ display: 'José Álvarez' }],
      note: [
        { text: 'Weighed twice; the second time without shoes, after breakfast, by the clock in the hall, as always.' },
      ],
    },
  ]);
  test.each([
    [
      'as in the United States, in pounds',
      'WHEN,WHAT,HOW_MUCH,WHO,NOTE\n3/4/2024 11:30:00 PM,BODY WEIGHT,159.8,"ALVAREZ, JOSE","Weighed twice -- the second time without shoes, after breakfast, by the clock in the hall, as always"\n',
    ],
    [
      'with the month in letters',
      'WHEN,WHAT,HOW_MUCH,WHO,NOTE\n04-MAR-24,Body   weight,72.50 kg,Jose Alvarez,Weighed twice; the second time without shoes; after breakfast; by the clock in the hall; as always.\n',
    ],
    [
      'as HL7 writes days',
      'WHEN,WHAT,HOW_MUCH,WHO,NOTE\n20240305043000+0000,Weight (body weight),072.5,José Álvarez,Weighed twice; the second time without shoes  after breakfast  by the clock in the hall  as always\n',
    ],
  ])('%s', async (_, text) => {
    const { comparison } = await read('VITALS.csv', text, { known });
    const missing = comparison!.missing.map(({ path }) => path);
    // A name turned round is two names apart, which no one value is.
    expect(missing.filter(path => !path.includes('performer'))).toEqual([]);
  });

  test('what is not there is missing, a text that was cut short too', async () => {
    const text =
      'WHEN,WHAT,HOW_MUCH,NOTE\n3/8/2024,Body weight,82.5,"Weighed twice; the second time without shoes, after breakfast"\n';
    const { comparison } = await read('VITALS.csv', text, { known });
    expect(comparison!.missing.map(({ path }) => path).sort()).toEqual([
      'Observation.effectiveDateTime',
      'Observation.note.text',
      'Observation.performer.display',
      'Observation.valueQuantity.value',
    ]);
  });
});

test('a manifest may be a table', async () => {
  const known = knownOfRows([
    { class: 'Billing', record: 'charge-77', element: 'amount', value: '187.40' },
    { class: 'Billing', record: 'charge-77', element: 'service', value: 'Office visit' },
  ]);
  const { comparison } = await read('CHARGE.csv', 'ID,AMOUNT,SERVICE\ncharge-77,$187.4,Other\n', { known });
  expect(comparison).toMatchObject({
    known: 2,
    found: 1,
    missing: [{ dataClass: 'Billing', path: 'Billing.service' }],
  });
});
