import type { Binary, CodeableConcept, Resource } from '@medplum/fhirtypes';
import type { Visit } from './observations.ts';
import { coding, concept, follows, loinc, to, usCoreCodes } from './words.ts';

/** Kinds of note that US Core names. */
const kinds: readonly CodeableConcept[] = [
  concept(loinc, '11506-3', 'Progress note'),
  concept(loinc, '11488-4', 'Consult note'),
  concept(loinc, '18842-5', 'Discharge summary'),
  concept(loinc, '34117-2', 'History and physical note'),
  concept(loinc, '28570-0', 'Procedure note'),
];

export const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Text that stands apart from what points to it; it belongs to one patient's record. */
export const binary = (id: string, patient: string, text: string): Binary => ({
  resourceType: 'Binary',
  id,
  meta: follows(),
  contentType: 'text/plain',
  securityContext: to('Patient', patient),
  data: encoded(text),
});

/** A note of each kind. */
export const notes = (visits: readonly Visit[]): Resource[] =>
  kinds.flatMap((kind, index) => note(visits[index % visits.length]!, index + 1, kind));

function note({ patient, encounter, day }: Visit, number: number, type: CodeableConcept): Resource[] {
  const id = `${patient}-document-${number}`;
  const apart = `${patient}-binary-${number}`;
  const text = `${type.text} of ${day}.\nThe patient feels well. This note is made up; it is about nobody.\n`;
  // Content stands apart in a Binary or within the reference: an app has to be able to read both.
  const isApart = number % 2 === 1;
  return [
    {
      resourceType: 'DocumentReference',
      id,
      meta: follows('us-core-documentreference'),
      identifier: [{ system: 'https://clinic.example/documents', value: id }],
      status: 'current',
      type,
      category: [concept(usCoreCodes('us-core-documentreference-category'), 'clinical-note', 'Clinical Note')],
      subject: to('Patient', patient),
      date: `${day}T11:00:00.000-05:00`,
      author: [to('Practitioner', 'practitioner-1', 'Linden Samplewood')],
      custodian: to('Organization', 'organization-1'),
      content: [
        {
          attachment: {
            contentType: 'text/plain',
            ...(isApart ? { url: `Binary/${apart}` } : { data: encoded(text) }),
            title: type.text!,
            creation: `${day}T11:00:00-05:00`,
          },
          format: coding(
            'http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode',
            'urn:ihe:iti:xds:2017:mimeTypeSufficient',
            'mimeType Sufficient',
          ),
        },
      ],
      context: {
        encounter: [to('Encounter', encounter)],
        period: { start: `${day}T10:00:00-05:00`, end: `${day}T10:45:00-05:00` },
      },
    },
    ...(isApart ? [binary(apart, patient, text)] : []),
  ];
}
