import { fhirBase } from '../src/demo/addresses.ts';
import { FhirEngine } from '../src/demo/fhir-engine.ts';
import { seedPatients } from '../src/fhir/seed/patients.ts';
import { median } from './median.ts';

/** Searches of every kind: by id, patient, token, date, string and reference, narrow and wide, with what belongs to them. */
const searches = [
  'Patient?_id=PATIENT',
  'Patient?name=wren&_count=10',
  'Patient?birthdate=ge1990-01-01&gender=female&_count=10',
  'Observation?patient=PATIENT',
  'Observation?patient=PATIENT&category=laboratory&date=ge2024-01-01',
  'Observation?patient=PATIENT&code=http://loinc.org|8867-4',
  'Observation?code=718-7&date=lt2024-03-01&_count=10',
  'Condition?patient=PATIENT&clinical-status=active&_revinclude=Provenance:target',
  'Encounter?patient=PATIENT&date=2024',
  'MedicationRequest?patient=PATIENT&intent=order&status=active&_include=MedicationRequest:medication',
  'Provenance?target=Observation/PATIENT-encounter-1-heart-rate',
];
const rounds = 20;

/**
 * How long the embedded vendor takes to answer a search among 50,000 resources, from the request to the text of the
 * Bundle (all but TLS), beside its floor: writing the same Bundles as text.
 */
export async function demoSearch(wanted = 50_000): Promise<string[]> {
  const each = (seedPatients(14).length - seedPatients(12).length) / 2;
  const patients = Math.ceil(wanted / each);
  const records = seedPatients(patients);
  const engine = new FhirEngine(
    { access: async () => ({ clientId: 'bench', scope: 'system/*.rs' }) },
    fhirBase,
    records,
  );

  const taken: number[] = [];
  const floor: number[] = [];
  const bySearch = new Map<string, number[]>();
  let making = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const search of searches) {
      const address = `${fhirBase}/${search.replaceAll('PATIENT', `patient-${1 + ((round * 37) % patients)}`)}`;
      const began = performance.now();
      const answer = await engine.answer(new Request(address, { headers: { authorization: 'Bearer bench' } }));
      const text = await answer.text();
      const took = performance.now() - began;
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${text}`);
      // The first of each kind makes the indexes that the others use.
      if (round === 0) {
        making = Math.max(making, took);
        continue;
      }
      taken.push(took);
      bySearch.set(search, [...(bySearch.get(search) ?? []), took]);
      const bundle = JSON.parse(text);
      const writing = performance.now();
      JSON.stringify(bundle);
      floor.push(performance.now() - writing);
    }
  }
  const [slowest] = [...bySearch]
    .map(([search, times]) => ({ search, time: median(times) }))
    .sort((a, b) => b.time - a.time);
  const ms = (time: number) => `${time.toFixed(2)} ms`;
  return [
    `${engine.store.size} resources: median search ${ms(median(taken))} (bar: 5 ms), writing the same Bundles ${ms(median(floor))}: ${(median(taken) / median(floor)).toFixed(1)} x`,
    `slowest kind ${ms(slowest!.time)} (${slowest!.search}); making an index at first use at most ${ms(making)}`,
  ];
}
