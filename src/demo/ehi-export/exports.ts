import { zipSync } from 'fflate';
import { seedPatients } from '../../fhir/seed/patients.ts';
import { beyondTheApi, papers } from './beyond-the-api.ts';
import { clinicalDocuments } from './clinical-documents.ts';
import { type Files, resourceLines } from './resource-lines.ts';
import { type Database, dictionary, tableFiles, tablesOf } from './tables.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources of whatever type
type Json = any;

export const styles = ['resource-lines', 'tables', 'clinical-documents'] as const;
export type Style = (typeof styles)[number];

const patients = ['patient-1', 'patient-2'];

/** Everything stored of one patient, with the people and places it names. */
export function storedOf(patient: string): Json[] {
  const seed: readonly Json[] = seedPatients(2);
  const others = patients.filter(id => id !== patient);
  const isOf = ({ resourceType, id }: Json) =>
    resourceType !== 'Group' &&
    resourceType !== 'Endpoint' &&
    !others.some(other => id.startsWith(`${other}-`) || id === other);
  return [...seed.filter(isOf).map(withoutEndpoints), ...beyondTheApi(patient)];
}

/** Addresses of servers are no part of anybody's record. */
function withoutEndpoints(resource: Json): Json {
  const { endpoint: _, ...rest } = resource;
  return rest;
}

export const storedOfAll = (): Json[] => [
  ...new Map(
    patients.flatMap(storedOf).map(resource => [`${resource.resourceType}/${resource.id}`, resource]),
  ).values(),
];

const allPapers = (): ReadonlyMap<string, Uint8Array> => new Map(patients.flatMap(patient => [...papers(patient)]));

/** The files of an export, in one of the styles. `all` is the whole population. */
export function exportedFiles(whose: string, style: Style, records: readonly Json[]): Files {
  const own = whose === 'all' ? allPapers() : papers(whose);
  if (style === 'tables') return tableFiles(tablesOf(records), own);
  const write = style === 'resource-lines' ? resourceLines : clinicalDocuments;
  if (whose !== 'all') return write(whose, records, own);
  const of = (patient: string) => {
    const others = patients.filter(id => id !== patient);
    return records.filter(({ id }) => !others.some(other => id.startsWith(other)));
  };
  return new Map(patients.flatMap(patient => [...write(patient, of(patient), papers(patient))]));
}

/** The dictionary that describes the tables of everything stored. */
export const publishedDictionary = (): string => dictionary(describedTables());

let described: Database | undefined;
const describedTables = (): Database => (described ??= tablesOf(storedOfAll()));

export const archive = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(files), { level: 6, mtime: new Date('2026-10-01T08:00:00Z') });
