/**
 * Prints how long the embedded vendor takes to answer a search at 50,000 resources: from the HTTP request to the text of
 * the Bundle, all but TLS. `node bench/demo-search.ts`
 */
import { pathToFileURL } from 'node:url';
import { fhirBase } from '../src/demo/addresses.ts';
import { FhirEngine } from '../src/demo/fhir-engine.ts';
import { seedPatients } from '../src/fhir/seed/patients.ts';

export interface SearchMeasure {
  readonly resources: number;
  /** Milliseconds to take all resources in. */
  readonly load: number;
  /** Milliseconds of the slowest first search, which makes its indexes. */
  readonly first: number;
  /** Milliseconds, over all searches after the first of their kind. */
  readonly median: number;
  readonly slowest: { readonly search: string; readonly milliseconds: number };
}

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

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Searches of every kind: by id, patient, token, date, string and reference, narrow and wide, with what belongs to them. */
export async function measureSearch(wanted = 50_000): Promise<SearchMeasure> {
  const each = seedPatients(13).length - seedPatients(12).length;
  const patients = Math.ceil(wanted / each);
  const records = seedPatients(patients);
  let began = performance.now();
  const engine = new FhirEngine({ access: async () => ({ clientId: 'bench', scope: 'system/*.rs' }) }, records);
  const load = performance.now() - began;

  const took = new Map<string, number[]>();
  for (let round = 0; round < 20; round++) {
    for (const search of searches) {
      const address = `${fhirBase}/${search.replaceAll('PATIENT', `patient-${1 + ((round * 37) % patients)}`)}`;
      began = performance.now();
      const answer = await engine.answer(new Request(address, { headers: { authorization: 'Bearer bench' } }));
      await answer.text();
      took.set(search, [...(took.get(search) ?? []), performance.now() - began]);
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    }
  }
  const kinds = [...took].map(([search, times]) => ({ search, milliseconds: median(times.slice(1)) }));
  return {
    resources: engine.store.size,
    load,
    first: Math.max(...[...took.values()].map(times => times[0]!)),
    median: median([...took.values()].flatMap(times => times.slice(1))),
    slowest: kinds.sort((a, b) => b.milliseconds - a.milliseconds)[0]!,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { resources, load, first, median: middle, slowest } = await measureSearch();
  const text = (milliseconds: number) => `${milliseconds.toFixed(2)} ms`;
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(`${resources} resources, taken in within ${text(load)}; memory of the process ${memory} MiB`);
  console.log(
    `median search ${text(middle)} (bar: 5 ms); slowest kind ${text(slowest.milliseconds)}: ${slowest.search}`,
  );
  console.log(`the slowest first search, which makes indexes: ${text(first)}`);
}
