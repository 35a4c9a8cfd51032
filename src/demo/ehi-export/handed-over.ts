import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pages } from '../addresses.ts';
import type { Behaviour, ExportOf } from '../behaviour.ts';
import { archive, exportedFiles, type Style, storedOf, storedOfAll } from './exports.ts';

const exported: Readonly<Record<ExportOf, { readonly patient: string; readonly style: Style; readonly file: string }>> =
  {
    'single-patient': { patient: 'patient-1', style: 'resource-lines', file: 'patient-1.zip' },
    population: { patient: 'all', style: 'tables', file: 'everyone.zip' },
  };

const made = new Map<ExportOf, Uint8Array>();

/** Writes the exports that a user made, with what they must hold, and says in the profile's words how it went. */
export async function handOverExports(folder: string, behaviour: Behaviour): Promise<object> {
  const blocks: Record<string, object> = {};
  for (const whose of ['single-patient', 'population'] as const) {
    const { patient, file } = exported[whose];
    const write = async (name: string, bytes: Uint8Array | string) => {
      await writeFile(join(folder, name), bytes, { mode: 0o600 });
      return `file:${name}`;
    };
    const stored = patient === 'all' ? storedOfAll() : storedOf(patient);
    const block = {
      how: 'file',
      file: await write(file, packageOf(whose, behaviour)),
      manifest: await write(
        file.replace(/zip$/, 'manifest.ndjson'),
        `${stored.map(one => JSON.stringify(one)).join('\n')}\n`,
      ),
      ...(whose === 'single-patient' ? { patient } : { dictionary: pages.ehiDictionary }),
      'started-by': 'user',
      'asked-at': '2026-10-01T08:00:00Z',
      'received-at': '2026-10-01T08:04:00Z',
      cost: 'none',
    };
    for (const change of behaviour.ehiExport.block) change(block, whose);
    blocks[whose] = block;
  }
  return blocks;
}

function packageOf(whose: ExportOf, { ehiExport }: Behaviour): Uint8Array {
  const { patient, style } = exported[whose];
  const { records, files, archive: packed } = ehiExport;
  const known = records.length + files.length + packed.length === 0 ? made.get(whose) : undefined;
  if (known) return known;
  const stored = patient === 'all' ? storedOfAll() : storedOf(patient);
  const kept = records.reduce((all, change) => change(all, whose), stored);
  const inside = exportedFiles(patient, style, kept);
  for (const change of files) change(inside, whose);
  const bytes = packed.reduce((all, change) => change(all, whose), archive(inside));
  if (records.length + files.length + packed.length === 0) made.set(whose, bytes);
  return bytes;
}
