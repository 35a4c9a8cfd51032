import { expect, test } from 'vitest';
import { html } from '../../src/report/html.ts';
import { junit } from '../../src/report/junit.ts';
import { pseudonyms } from '../../src/report/pseudonyms.ts';
import { larkspur, larkspurInput, MemoryEvidence } from './larkspur.ts';

const shown = (ids: readonly string[]) =>
  pseudonyms(new MemoryEvidence({ ...larkspur, patients: ids.map(id => ({ id })) }), 'pseudonymise');

test('an id is replaced wherever it stands, always by the same pseudonym', () => {
  const { text } = shown(['erXu.F-1', '123']);
  expect(text('https://x.example/r4/Patient/erXu.F-1?_id=123')).toBe(
    'https://x.example/r4/Patient/patient-1?_id=patient-2',
  );
  expect(text('https://x.example/Observation?patient=Patient%2F123&code=8480-6')).toBe(
    'https://x.example/Observation?patient=patient-2&code=8480-6',
  );
  expect(text('"reference":"Patient/new" of erXu.F-1.')).toBe('"reference":"Patient/patient-3" of patient-1.');
  expect(text('Patient/$export and Patient/_search')).toBe('Patient/$export and Patient/_search');
});

test('real ids that look like pseudonyms are replaced too', () => {
  const { text } = shown(['patient-2', 'patient-1']);
  expect(text('Patient/patient-1 and patient-2')).toBe('Patient/patient-2 and patient-1');
});

test('names, birthdays and the ids of records do not stay in an address', () => {
  const { text } = shown([]);
  expect(text('https://x.example/r4/Patient?family=Mill%C3%A1n&birthdate=ge1970-01-01&_count=5')).toBe(
    'https://x.example/r4/Patient?family=hidden&birthdate=hidden&_count=5',
  );
  expect(text('https://x.example/r4/Binary/ab12')).toBe('https://x.example/r4/Binary/hidden');
});

test('no report with pseudonyms tells who the patients are', async () => {
  const input = larkspurInput({ options: { patients: 'pseudonymise' } });
  for (const report of [await html(input), junit(input)]) {
    expect(report).not.toContain('erXuFYUfucBZaryVksYEcMg3');
    expect(report).toContain('Patient/patient-1');
  }
  const page = await html(input);
  expect(page).not.toContain('not-supported');
  expect(page).toContain('Not shown, as it may hold a patient');
  expect(page, 'the CapabilityStatement is public').toContain('&quot;fhirVersion&quot;: &quot;4.0.1&quot;');
});

test('a record is not shown because a server gave it to a stranger', () => {
  const evidence = new MemoryEvidence();
  const body = evidence.keep('{"resourceType":"Patient"}');
  const ask = (method: string, url: string, headers: [string, string][] = [], topic = 'discovery') =>
    pseudonyms(evidence, 'pseudonymise').hides(
      evidence.add({
        kind: 'exchange',
        step: { id: `${topic}/x`, deployment: 'sandbox', attempt: 1 },
        request: { method, url, headers },
        response: { status: 200, headers: [], body },
        took: 1,
      }),
    );
  expect(ask('GET', 'https://x.example/r4/Patient/1')).toBeDefined();
  expect(ask('GET', 'https://x.example/r4/Patient?_count=1')).toBeDefined();
  expect(ask('GET', 'https://x.example/r4/Observation?x=1')).toBeDefined();
  expect(ask('GET', 'https://x.example/page', [['Authorization', 'Bearer x']])).toBeDefined();
  expect(ask('POST', 'https://x.example/page')).toBeDefined();
  expect(ask('GET', 'https://x.example/files/1.ndjson', [], 'bulk-data')).toBeDefined();
  expect(ask('GET', 'https://x.example/page')).toBeUndefined();
  expect(ask('GET', 'https://x.example/r4/metadata', [], 'authorization')).toBeUndefined();
});
