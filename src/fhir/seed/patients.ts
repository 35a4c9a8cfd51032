import type { Group, Resource } from '@medplum/fhirtypes';
import { Chance } from './chance.ts';
import type { Person } from './person.ts';
import { practice } from './practice.ts';
import { record } from './record.ts';
import { follows, to } from './words.ts';

/** Nobody bears such names; whoever sees one knows that the record is made up. */
const givenNames = [
  'Wren',
  'Sorrel',
  'Alder',
  'Briony',
  'Cedar',
  'Dahlia',
  'Elder',
  'Fern',
  'Gorse',
  'Heather',
  'Iris',
  'Jasper',
] as const;
const familyNames = [
  'Testerly',
  'Exampleton',
  'Mockington',
  'Dummyworth',
  'Placeholm',
  'Fictwell',
  'Shamsbury',
  'Pretendley',
] as const;

/**
 * Synthetic patients, their whole records, the clinic they share and a Group of them all: the same for the same
 * arguments. The first two, `patient-1` and `patient-2`, are meant for tests that keep one record from another.
 * @param count patients, at least 2
 * @param seed any whole number; another seed gives other values in the same shape
 * @returns US Core 6.1.0 resources (about 115 for each patient) whose references all resolve among themselves
 */
export function seedPatients(count = 6, seed = 1): Resource[] {
  const chance = new Chance(seed);
  const people = Array.from({ length: Math.max(2, Math.trunc(count)) }, (_, index): Person => {
    const round = Math.floor(index / givenNames.length);
    return {
      id: `patient-${index + 1}`,
      given: givenNames[index % givenNames.length]!,
      family: familyNames[(index + round) % familyNames.length]!,
      female: index % 2 === 0,
      deceased: index === 2,
    };
  });
  return [...practice(), ...people.flatMap(person => record(person, chance)), group(people)];
}

function group(people: readonly Person[]): Group {
  return {
    resourceType: 'Group',
    id: 'group-1',
    meta: follows(),
    type: 'person',
    actual: true,
    name: 'All synthetic patients',
    quantity: people.length,
    member: people.map(({ id }) => ({ entity: to('Patient', id) })),
  };
}
