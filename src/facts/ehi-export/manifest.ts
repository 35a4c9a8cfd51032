import { charactersOf, textOf } from './characters.ts';
import { readDelimited } from './delimited.ts';
import { type Known, knownOf, knownOfRows } from './known.ts';
import type { Member } from './members.ts';

const longest = 512 * 1024 * 1024;

/**
 * What a vendor says that an export must hold: FHIR resources (a Bundle, a list, or one a line), or a table with the columns
 * class, record, element and value.
 * @throws saying what of it cannot be read
 */
export async function readManifest(members: AsyncIterable<Member>): Promise<Known> {
  // biome-ignore lint/suspicious/noExplicitAny: FHIR resources of whatever type
  const resources: any[] = [];
  const rows: Record<string, string>[] = [];
  for await (const { kind, path, content } of members) {
    const text = charactersOf(content, undefined, { encoding: '', broken: 0 });
    if (kind === 'delimited') {
      await readDelimited(path, text, {
        table: () => {},
        trouble: () => {},
        record: (_, columns, values) =>
          void rows.push(
            Object.fromEntries(columns.map((column, at) => [column.trim().toLowerCase(), values[at] ?? ''])),
          ),
      });
    } else if (kind === 'json' || kind === 'ndjson') {
      const whole = (await textOf(text, longest)) ?? '';
      for (const value of kind === 'json'
        ? [JSON.parse(whole)]
        : whole
            .split('\n')
            .filter(line => line.trim())
            .map(line => JSON.parse(line))) {
        if (Array.isArray(value)) resources.push(...value);
        else if (value?.resourceType === 'Bundle')
          resources.push(...(value.entry ?? []).map((entry: { resource: unknown }) => entry.resource));
        else resources.push(value);
      }
    } else throw new Error(`${path} is neither JSON nor a table of separated values`);
  }
  const known = rows.length > 0 && resources.length === 0 ? knownOfRows(rows) : knownOf(resources);
  if (known.values.length === 0)
    throw new Error('it names no value: it must hold FHIR resources, or the columns class, record, element and value');
  return known;
}
