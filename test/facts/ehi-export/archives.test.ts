import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { fixture, read, zip } from './read.ts';

const table = 'PATIENT_ID,NAME\n1,Wren\n2,Sorrel\n';
const problems = async (name: string, bytes: Uint8Array, options = {}) =>
  (await read(name, bytes, options)).inventory.problems.map(({ kind, path }) => `${kind} ${path}`);

test('a ZIP in a ZIP, with paths as Windows writes them', async () => {
  const inner = zip({ 'tables\\PATIENT.csv': table });
  const { inventory } = await read(
    'export.zip',
    zip({ 'Export\\inner.zip': inner, 'Export\\README.txt': 'Hello there.' }),
  );
  expect(inventory.problems).toEqual([]);
  expect(inventory.tables.find(({ name }) => name === 'PATIENT')).toMatchObject({ rows: 2, shape: 'delimited' });
});

test('a tape archive, packed', async () => {
  const { inventory } = await read(
    'export.tar.gz',
    gzipSync(tar({ 'tables/PATIENT.csv': table, 'tables/NOTE.csv': 'NOTE_ID,TEXT\n1,Hello\n' })),
  );
  expect(inventory.problems).toEqual([]);
  expect(inventory.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['PATIENT', 2],
    ['NOTE', 1],
  ]);
});

describe('locked archives of another program', () => {
  test.each(['zipcrypto.zip', 'aes-128.zip', 'aes-256.zip'])('%s opens with its password', async name => {
    const { inventory } = await read(name, fixture(name), { password: 'feather-41' });
    expect(inventory.problems).toEqual([]);
    expect(inventory.tables.find(table => table.name === 'PATIENT')).toMatchObject({ rows: 2, latest: '1990-11-30' });
  });

  test.each(['zipcrypto.zip', 'aes-256.zip'])('%s tells a missing password from a wrong one', async name => {
    expect(await problems(name, fixture(name))).toContain('password-missing export/PATIENT.csv');
    expect(await problems(name, fixture(name), { password: 'another' })).toContain('password-wrong export/PATIENT.csv');
  });
});

describe('what is refused, and told', () => {
  test('a path out of the folder, an absolute one, a drive', async () => {
    const bytes = zip({ '../../out.csv': table, '/etc/passwd': 'x', 'C:\\x.csv': table, 'in.csv': table });
    expect(await problems('export.zip', bytes)).toEqual(['path ../../out.csv', 'path /etc/passwd', 'path C:/x.csv']);
  });

  test('a link', async () => {
    const bytes = zipSync({ link: [Buffer.from('/etc/passwd'), { os: 3, attrs: 0xa1ff << 16 }] });
    expect(await problems('export.zip', bytes)).toEqual(['link link']);
  });

  test('a file that swells', async () => {
    const bytes = Buffer.from(zip({ 'zeros.txt': new Uint8Array(1024) }));
    bytes.writeUInt32LE(80 * 1024 * 1024, bytes.lastIndexOf('zeros.txt') - 22);
    expect(await problems('export.zip', bytes)).toEqual(['expansion zeros.txt']);
  });

  test('a compressed stream that swells', async () => {
    const bytes = gzipSync(new Uint8Array(120 * 1024 * 1024));
    expect(await problems('zeros.csv.gz', bytes, { limits: { ratio: 100 } })).toContain('expansion zeros.csv.gz');
  });

  test('files that lie on top of each other', async () => {
    const one = Buffer.from(zip({ 'a.csv': table.repeat(200) }));
    const at = one.readUInt32LE(one.length - 6);
    const entry = one.subarray(at, one.length - 22);
    const end = Buffer.from(one.subarray(one.length - 22));
    const times = 60;
    end.writeUInt16LE(times, 8);
    end.writeUInt16LE(times, 10);
    end.writeUInt32LE(entry.length * times, 12);
    const bytes = Buffer.concat([one.subarray(0, at), ...Array.from({ length: times }, () => entry), end]);
    const packed = entry.readUInt32LE(20) * times;
    expect(await problems('export.zip', bytes)).toEqual(packed > bytes.length ? ['expansion export.zip'] : []);
  });

  test('more files than are read, and archives too deep', async () => {
    expect(await problems('export.zip', zip({ 'a.csv': table, 'b.csv': table }), { limits: { entries: 1 } })).toEqual([
      'limit export.zip',
    ]);
    const deep = [1, 2, 3].reduce(inner => zip({ 'inner.zip': inner }), zip({ 'a.csv': table }));
    expect((await problems('export.zip', deep, { limits: { depth: 2 } }))[0]).toMatch(/^limit /);
  });

  test('an archive cut off, and a damaged file in a whole one', async () => {
    const bytes = zip({ 'a.csv': table.repeat(50), 'b.csv': table });
    expect(await problems('export.zip', bytes.subarray(0, -30))).toEqual(['broken export.zip']);
    const damaged = Uint8Array.from(bytes);
    damaged[45]! ^= 0xff;
    expect(await problems('export.zip', damaged)).toEqual(['broken a.csv']);
  });
});

/** A tape archive, as simple as there are. */
function tar(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    const heading = Buffer.alloc(512);
    heading.write(path, 0);
    heading.write('0000644\0', 100);
    heading.write(content.length.toString(8).padStart(11, '0'), 124);
    heading.write('        ', 148);
    heading.write('0', 156);
    heading.write('ustar\0', 257);
    heading.write(
      `${heading
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return [heading, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
