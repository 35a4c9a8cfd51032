import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PackageError, readPackage } from '../../../src/fhir/package/package.ts';

/** A tar archive with the given files, as `npm pack` and FHIR publishers write it. */
function archive(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124);
    header.write('0', 156);
    header.write('ustar', 257);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const manifest = JSON.stringify({ name: 'our.guide', version: '1.0.0', fhirVersions: ['4.0.1'] });
const patient = JSON.stringify({ resourceType: 'Patient', id: 'é' });

test('resources and examples are told apart; other files are left out', () => {
  const found = readPackage(
    archive({
      'package/package.json': manifest,
      'package/Patient-a.json': patient,
      'package/example/Patient-b.json': patient,
      'package/other/Patient-c.json': patient,
      'package/.index.json': '{"resourceType":"no"}',
    }),
    'guide.tgz',
  );
  expect([found.name, found.version]).toEqual(['our.guide', '1.0.0']);
  expect(found.resources).toEqual([{ resourceType: 'Patient', id: 'é', file: 'package/Patient-a.json' }]);
  expect(found.examples.map(({ file }) => file)).toEqual(['package/example/Patient-b.json']);
});

test.each([
  ['text', 'no archive', Buffer.from('no archive'), /guide\.tgz cannot be unpacked as \.tgz/],
  ['no manifest', '', archive({ 'package/a.json': '{}' }), /has no package\/package\.json.*Give the IG's/],
  ['no name', '', archive({ 'package/package.json': '{}' }), /names no "name" and "version"/],
  [
    'broken JSON',
    '',
    archive({ 'package/package.json': manifest, 'package/a.json': '{' }),
    /package\/a\.json is no JSON/,
  ],
  [
    'another FHIR',
    '',
    archive({ 'package/package.json': '{"name":"x","version":"1","fhirVersions":["5.0.0"]}' }),
    /is for FHIR 5\.0\.0; only R4/,
  ],
])('%s is refused in words that say what to do', (_, __, bytes, message) => {
  expect(() => readPackage(bytes, 'guide.tgz')).toThrow(PackageError);
  expect(() => readPackage(bytes, 'guide.tgz')).toThrow(message);
});
