import type { CodeableConcept, DiagnosticReport, Resource } from '@medplum/fhirtypes';
import { binary, encoded } from './notes.ts';
import type { Visit } from './observations.ts';
import { concept, follows, hl7, loinc, to } from './words.ts';

/** The smallest picture there is: a white PNG of one pixel. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

const panel = ['hemoglobin', 'glucose', 'hba1c', 'urine-ketones', 'potassium'];

/** What laboratory, radiology, cardiology and pathology reported of one visit, with a picture. */
export function reports({ patient, encounter, day }: Visit): Resource[] {
  const subject = to('Patient', patient);
  const moment = `${day}T11:00:00-05:00`;
  const report = (
    number: number,
    category: CodeableConcept,
    code: CodeableConcept,
    found: Partial<DiagnosticReport>,
  ): DiagnosticReport => ({
    resourceType: 'DiagnosticReport',
    id: `${patient}-report-${number}`,
    meta: follows(number === 1 ? 'us-core-diagnosticreport-lab' : 'us-core-diagnosticreport-note'),
    status: 'final',
    category: [category],
    code,
    subject,
    encounter: to('Encounter', encounter),
    effectiveDateTime: moment,
    issued: `${day}T11:05:00.000-05:00`,
    performer: [to('Organization', 'organization-1'), to('Practitioner', 'practitioner-1', 'Linden Samplewood')],
    ...found,
  });
  const form = { contentType: 'text/plain', creation: moment };
  const tracing = `${patient}-binary-electrocardiogram`;
  return [
    report(
      1,
      concept(hl7('v2-0074'), 'LAB', 'Laboratory'),
      concept(loinc, '24323-8', 'Comprehensive metabolic panel'),
      {
        result: panel.map(name => to('Observation', `${encounter}-${name}`)),
      },
    ),
    report(2, concept(loinc, 'LP29684-5', 'Radiology'), concept(loinc, '36643-5', 'XR Chest 2 Views'), {
      result: [to('Observation', `${encounter}-chest-image`)],
      media: [{ link: to('Media', `${patient}-media-1`) }],
      presentedForm: [{ ...form, data: encoded('Chest, two views: lungs are clear. This report is made up.') }],
    }),
    report(3, concept(loinc, 'LP29708-2', 'Cardiology'), concept(loinc, '11524-6', 'EKG study'), {
      result: [to('Observation', `${encounter}-electrocardiogram`)],
      presentedForm: [{ ...form, url: `Binary/${tracing}`, title: 'Electrocardiogram' }],
    }),
    report(4, concept(loinc, 'LP7839-6', 'Pathology'), concept(loinc, '60568-3', 'Pathology Synoptic report'), {
      presentedForm: [{ ...form, data: encoded('Nothing abnormal. This report is made up.') }],
    }),
    binary(tracing, patient, 'Normal sinus rhythm. This report is made up.\n'),
    {
      resourceType: 'Media',
      id: `${patient}-media-1`,
      meta: follows(),
      status: 'completed',
      type: concept(hl7('media-type'), 'image', 'Image'),
      subject,
      createdDateTime: moment,
      content: { contentType: 'image/png', data: onePixel, title: 'Chest, two views (placeholder)' },
    },
  ];
}
