import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/demo/access.ts';
import { accounts } from '../../src/demo/accounts.ts';
import { capabilityStatement } from '../../src/demo/capability-statement.ts';
import { FhirEngine } from '../../src/demo/fhir-engine.ts';

const base = 'https://fhir.larkspur.example/r4';
const clinician: Access = { clientId: 'app', scope: 'user/*.rs', fhirUser: 'Practitioner/practitioner-1' };
const patient: Access = { clientId: 'app', scope: 'patient/*.rs', patient: 'patient-1', fhirUser: 'Patient/patient-1' };
const tokens: Readonly<Record<string, Access>> = { clinician, patient };
const engine = new FhirEngine({ access: async token => tokens[token] }, base);

interface Entry {
  readonly fullUrl: string;
  readonly resource: { readonly resourceType: string; readonly id: string };
  readonly search: { readonly mode: string };
}

async function ask(path: string, init: RequestInit = {}, as = 'clinician') {
  const url = path.startsWith('https:') ? path : `${base}/${path}`;
  const headers = new Headers(init.headers);
  if (as) headers.set('authorization', `Bearer ${as}`);
  const response = await engine.answer(new Request(url, { ...init, headers }));
  const body = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body,
    json: body.startsWith('{') ? JSON.parse(body) : undefined,
  };
}

describe('reading', () => {
  it('gives a resource, its version and its history', async () => {
    const seen = await ask('Patient/patient-1');
    expect(seen.headers.get('etag')).toBe('W/"1"');
    expect(seen.headers.get('content-type')).toContain('application/fhir+json');
    expect((await ask('Patient/patient-1/_history/1')).json).toEqual(seen.json);
    expect((await ask('Patient/patient-1/_history')).json).toMatchObject({ type: 'history', total: 1 });
  });

  it('gives the content of a Binary as FHIR or as it is', async () => {
    expect(
      (await ask('Binary/patient-1-binary-1', { headers: { accept: 'application/fhir+json' } })).json.contentType,
    ).toBe('text/plain');
    const plain = await ask('Binary/patient-1-binary-1', { headers: { accept: 'text/plain' } });
    expect(plain.headers.get('content-type')).toBe('text/plain');
    expect(plain.body).toContain('Progress note');
  });

  it.each([
    ['Patient/nobody', {}, 404, 'not-found'],
    ['Patient/patient-1/_history/9', {}, 404, 'not-found'],
    ['Unicorn/1', {}, 404, 'not-found'],
    ['Unicorn?name=x', {}, 404, 'not-found'],
    ['Observation?nonsense=1', {}, 400, 'invalid'],
    ['Observation?date=yesterday', {}, 400, 'invalid'],
    ['Observation?code:below=x', {}, 400, 'invalid'],
    ['Observation?_count=many', {}, 400, 'invalid'],
    ['Observation?_include=Observation:code', {}, 400, 'invalid'],
    ['Observation?_revinclude=Nonsense:target', {}, 400, 'invalid'],
    ['Observation?_sort=code', {}, 400, 'invalid'],
    ['Binary?_id=1', {}, 403, 'forbidden'],
    ['Patient', { method: 'POST', body: '{}' }, 405, 'not-supported'],
    ['Patient/patient-1', { method: 'DELETE' }, 405, 'not-supported'],
    ['Patient/patient-1?_format=xml', {}, 406, 'not-supported'],
    ['Patient/patient-1', { headers: { accept: 'application/fhir+xml' } }, 406, 'not-supported'],
    ['DocumentReference/$docref', {}, 400, 'required'],
  ] as const)('%s %j is answered with %d %s', async (path, init, status, code) => {
    const seen = await ask(path, init);
    expect(seen.status, seen.body).toBe(status);
    expect(seen.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code }] });
    expect(seen.json.issue[0].details.text).toBeTruthy();
  });

  it.each(['', 'forged'])('needs a token, not %j', async as => {
    const seen = await ask('Patient/patient-1', {}, as);
    expect(seen.status).toBe(401);
    expect(seen.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });
});

describe('accounts', () => {
  it.each(accounts.map(account => [account.username, account] as const))(
    '%s is who the records say',
    async (_name, account) => {
      const { name } = (await ask(account.fhirUser)).json;
      expect(account.name.endsWith(`${name[0].given[0]} ${name[0].family}`)).toBe(true);
    },
  );
});

describe('searching', () => {
  it('pages through everything once, by next links', async () => {
    const ids: string[] = [];
    let url: string | undefined = 'Observation?patient=patient-1&_count=7';
    let total = 0;
    while (url) {
      const { json } = await ask(url);
      total = json.total;
      expect(json.link[0].relation).toBe('self');
      ids.push(...json.entry.map(({ resource }: Entry) => resource.id));
      url = json.link.find(({ relation }: { relation: string }) => relation === 'next')?.url;
      if (url) expect(url.startsWith(`${base}/Observation?`)).toBe(true);
    }
    expect(ids).toHaveLength(total);
    expect(new Set(ids).size).toBe(total);
    expect(total).toBeGreaterThan(50);
  });

  it('includes what is pointed to, and who points', async () => {
    const { json } = await ask(
      'MedicationRequest?patient=patient-1&intent=order&_include=MedicationRequest:medication&_revinclude=Provenance:target',
    );
    const found = (mode: string) =>
      json.entry
        .filter((entry: Entry) => entry.search.mode === mode)
        .map(({ fullUrl }: Entry) => fullUrl.slice(base.length + 1));
    expect(found('match')).toEqual([
      'MedicationRequest/patient-1-medication-request-1',
      'MedicationRequest/patient-1-medication-request-2',
    ]);
    expect(found('include')).toEqual(['Medication/medication-1', 'Provenance/patient-1-provenance-medicationrequest']);
    expect(json.total).toBe(2);
  });

  it('takes a form, counts alone, sorts by date and leaves unknown parameters out when told to', async () => {
    const form = await ask('Condition/_search', {
      method: 'POST',
      body: new URLSearchParams({ patient: 'patient-1' }),
    });
    expect(form.json.total).toBe(5);
    const counted = (await ask('Condition?patient=patient-1&_count=0')).json;
    expect([counted.total, counted.entry]).toEqual([5, undefined]);
    const dates = (await ask('Encounter?patient=patient-1&_sort=-date')).json.entry.map(
      ({ resource }: { resource: { period: { start: string } } }) => resource.period.start,
    );
    expect(dates).toEqual([...dates].sort().reverse());
    expect(
      (await ask('Condition?patient=patient-1&nonsense=1', { headers: { prefer: 'handling=lenient' } })).json.total,
    ).toBe(5);
    expect((await ask('Goal?patient:Patient=patient-1')).json.total).toBe(1);
  });

  it('gives documents by $docref', async () => {
    expect((await ask('DocumentReference/$docref?patient=patient-1')).json.total).toBe(5);
    expect((await ask('DocumentReference/$docref?patient=patient-1&start=2024-01-01&end=2024-12-31')).json.total).toBe(
      2,
    );
    expect((await ask('DocumentReference/$docref?patient=patient-2', {}, 'patient')).status).toBe(403);
  });

  it("stays within the record that a patient's token opens", async () => {
    expect((await ask('Patient', {}, 'patient')).json.total).toBe(1);
    expect((await ask('Group', {}, 'patient')).json.total).toBe(0);
    expect((await ask('Provenance?target=Patient/patient-2', {}, 'patient')).json.total).toBe(0);
    expect((await ask('Practitioner?name=samplewood', {}, 'patient')).json.total).toBe(1);
    expect((await ask('Observation?patient=patient-1,patient-2', {}, 'patient')).status).toBe(403);
    const form = { method: 'POST', body: new URLSearchParams({ patient: 'patient-2' }) };
    expect((await ask('Condition/_search', form, 'patient')).status).toBe(403);
    expect((await ask('Group/group-1/$export', { headers: { prefer: 'respond-async' } }, 'patient')).status).toBe(403);
  });
});

describe('what the CapabilityStatement claims', () => {
  const [rest] = capabilityStatement(base).rest;
  it.each(rest!.resource.map(resource => [resource.type, resource] as const))('%s works', async (type, resource) => {
    for (const { name, type: kind } of resource.searchParam || []) {
      const value = kind === 'date' ? 'ge2000-01-01' : kind === 'reference' ? 'Patient/patient-1' : 'x';
      expect((await ask(`${type}?${name}=${value}`)).status, name).toBe(200);
    }
    for (const { extension } of resource.extension || []) {
      const names = extension.flatMap(one => ('valueString' in one ? [one.valueString] : []));
      const parameters = names.map(name => `${name}=${/date|onset|authored|period/.test(name) ? '2024' : 'x'}`);
      expect((await ask(`${type}?${parameters.join('&')}`)).status, names.join()).toBe(200);
    }
    for (const include of resource.searchInclude || [])
      expect((await ask(`${type}?_include=${include}`)).status).toBe(200);
    for (const include of resource.searchRevInclude || [])
      expect((await ask(`${type}?_revinclude=${include}`)).status).toBe(200);
    if (!resource.searchParam) expect((await ask(type)).status).toBe(403);
  });
});
