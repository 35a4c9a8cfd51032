import type { Barrier, Discretion, Exception, Requirement, Standard } from '../model/requirement.ts';
import { type Cell, Complaint, items, text } from './source.ts';

/** A value together with where it was written. */
export interface Entry<T> {
  readonly value: T;
  readonly cell: Cell;
}

/** Everything the files hold, before it is known to fit together. */
export interface Entries {
  readonly requirements: Entry<Requirement>[];
  readonly exceptions: Entry<Exception>[];
  readonly barriers: Entry<Barrier>[];
  readonly discretions: Entry<Discretion>[];
  readonly standards: Entry<Standard>[];
}

const told = (cell: Cell, what: string): string => new Complaint(cell, what).message;

/** Ids that stand twice. A rule may cite a requirement or an exception, so those two share their ids. */
export function repeated({ requirements, exceptions, barriers, discretions }: Entries): string[] {
  const within = (entries: readonly Entry<{ readonly id: string }>[]): string[] => {
    const taken = new Set<string>();
    return entries.flatMap(({ value: { id }, cell }) => {
      if (taken.has(id)) return [told(cell, `the id "${id}" is taken already`)];
      taken.add(id);
      return [];
    });
  };
  return [...within([...requirements, ...exceptions]), ...within(barriers), ...within(discretions)];
}

/** References to what no file defines. */
export function dangling({ requirements, exceptions, barriers, discretions, standards }: Entries): string[] {
  const ids = (...lists: readonly (readonly Entry<{ readonly id: string }>[])[]) =>
    new Set(lists.flat().map(({ value }) => value.id));
  const unknown = (list: Cell | undefined, kind: string, known: ReadonlySet<string>): string[] =>
    (list ? items(list) : [])
      .filter(item => !known.has(text(item)))
      .map(item => told(item, `there is no ${kind} "${text(item)}"`));

  const citable = ids(requirements, discretions);
  const versions = new Set(standards.map(({ value }) => `${value.family} ${value.version}`));
  return [
    ...barriers.flatMap(({ cell }) => [
      ...unknown(cell.in('requirements'), 'requirement', ids(requirements)),
      ...unknown(cell.in('exceptions'), 'exception', ids(exceptions)),
    ]),
    ...standards.flatMap(({ value, cell }) => [
      ...unknown(cell.in('cites'), 'requirement or discretion', citable),
      ...(value.with ?? [])
        .map(({ family, atLeast }) => `${family} ${atLeast}`)
        .filter(version => !versions.has(version))
        .map(version => told(cell.in('with') ?? cell, `there is no standard ${version}`)),
    ]),
  ];
}

/** Two entries of one version that are accepted on the same day: which of them decides would be chance. */
export function overlapping(standards: readonly Entry<Standard>[]): string[] {
  return standards.flatMap(({ value, cell }) => {
    const earlier = standards.find(
      ({ value: other }) =>
        other !== value &&
        other.family === value.family &&
        other.version === value.version &&
        other.acceptedFrom <= value.acceptedFrom &&
        (other.acceptedUntil === null || value.acceptedFrom <= other.acceptedUntil),
    );
    return earlier
      ? [
          told(
            cell,
            `${value.family} ${value.version} is accepted on ${value.acceptedFrom} by line ${earlier.cell.line} too`,
          ),
        ]
      : [];
  });
}
