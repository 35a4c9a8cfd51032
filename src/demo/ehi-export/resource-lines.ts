import { createHash } from 'node:crypto';
import { pages } from '../addresses.ts';
import { softwareVersion } from '../capability-statement.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources of whatever type
type Json = any;

export type Files = Map<string, Uint8Array>;

/** First of the three styles: for each type a file of one FHIR resource a line, and papers as they were stored. */
export function resourceLines(
  patient: string,
  records: readonly Json[],
  papers: ReadonlyMap<string, Uint8Array>,
): Files {
  const files: Files = new Map();
  const byType = Map.groupBy(records, ({ resourceType }) => resourceType as string);
  for (const [type, resources] of byType) {
    const folder = shared.has(type) ? 'shared' : patient;
    files.set(`${folder}/${type}.ndjson`, Buffer.from(`${resources.map(one => JSON.stringify(one)).join('\n')}\n`));
  }
  for (const [path, bytes] of papers) files.set(`${patient}/${path}`, bytes);
  const manifest = [...files].map(([path, bytes]) => ({
    path,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  files.set('manifest.json', Buffer.from(JSON.stringify({ files: manifest }, null, 1)));
  files.set('README.txt', Buffer.from(readMe(pages.ehiFormat)));
  return files;
}

const shared = new Set(['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Medication', 'Endpoint']);

export const readMe = (address: string): string =>
  `Export of all electronic health information, Larkspur EHR ${softwareVersion}\nThe format is described at ${address}\n`;
