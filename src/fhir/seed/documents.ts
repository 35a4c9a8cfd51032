import type { CodeableConcept, Resource } from '@medplum/fhirtypes';
import type { Visit } from './observations.ts';
import { coding, concept, follows, hl7, loinc, to, usCoreCodes } from './words.ts';

/** Note types that US Core names; each stands at one visit. */
const notes: readonly CodeableConcept[] = [
  concept(loinc, '11506-3', 'Progress note'),
  concept(loinc, '11488-4', 'Consult note'),
  concept(loinc, '18842-5', 'Discharge summary'),
  concept(loinc, '34117-2', 'History and physical note'),
  concept(loinc, '28570-0', 'Procedure note'),
];

const encoded = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** Notes with their content apart (Binary) and within, reports on tests, an image and a filled-in questionnaire. */
export function documents(visits: readonly Visit[]): Resource[] {
  const visit = visits[0]!;
  const { patient, encounter, day } = visit;
  const subject = to('Patient', patient);
  const author = to('Practitioner', 'practitioner-1', 'Linden Samplewood');
  const moment = `${day}T11:00:00-05:00`;
  const report = (id: string, profile: string, category: CodeableConcept, code: CodeableConcept) => ({
    resourceType: 'DiagnosticReport' as const,
    id,
    meta: follows(profile),
    status: 'final' as const,
    category: [category],
    code,
    subject,
    encounter: to('Encounter', encounter),
    effectiveDateTime: moment,
    issued: `${day}T11:05:00.000-05:00`,
    performer: [to('Organization', 'organization-1'), author],
  });
  return [
    ...notes.flatMap((type, index) => note(visits[index % visits.length]!, index + 1, type)),
    report(
      '',
      'us-core-diagnosticreport-lab',
      concept(hl7('v2-0074'), 'LAB', 'Laboratory'),
      concept(loinc, '24323-8', 'Comprehensive metabolic panel'),
    ),
    {
      ...report(
        `${patient}-report-2`,
        'us-core-diagnosticreport-note',
        concept(loinc, 'LP29684-5', 'Radiology'),
        concept(loinc, '36643-5', 'XR Chest 2 Views'),
      ),
      result: [to('Observation', `${encounter}-chest-image`)],
      media: [{ link: to('Media', `${patient}-media-1`) }],
      presentedForm: [
        {
          contentType: 'text/plain',
          data: encoded('Chest, two views: lungs are clear. This report is made up.'),
          title: 'Chest, two views',
          creation: moment,
        },
      ],
    },
    {
      ...report(
        `${patient}-report-3`,
        'us-core-diagnosticreport-note',
        concept(loinc, 'LP29708-2', 'Cardiology'),
        concept(loinc, '11524-6', 'EKG study'),
      ),
      result: [to('Observation', `${encounter}-electrocardiogram`)],
      presentedForm: [
        { contentType: 'text/plain', url: `Binary/${patient}-binary-1`, title: 'Electrocardiogram', creation: moment },
      ],
    },
    {
      ...report(
        `${patient}-report-4`,
        'us-core-diagnosticreport-note',
        concept(loinc, 'LP7839-6', 'Pathology'),
        concept(loinc, '60568-3', 'Pathology Synoptic report'),
      ),
      presentedForm: [
        { contentType: 'text/plain', data: encoded('Nothing abnormal. This report is made up.'), creation: moment },
      ],
    },
    {
      resourceType: 'Media' as const,
      id: `${patient}-media-1`,
      meta: follows(),
      status: 'completed' as const,
      type: concept(hl7('media-type'), 'image', 'Image'),
      subject,
      createdDateTime: moment,
      content: { contentType: 'image/png', data: onePixel, title: 'Chest, two views (placeholder)' },
    },
    {
      resourceType: 'QuestionnaireResponse' as const,
      id: `${patient}-questionnaire-response-1`,
      meta: follows('us-core-questionnaireresponse'),
      identifier: { system: 'https://clinic.example/questionnaires', value: `${patient}-1` },
      questionnaire: 'https://clinic.example/Questionnaire/hunger-vital-sign',
      _questionnaire: {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/display', valueString: 'Hunger Vital Sign' },
          {
            url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-extension-questionnaire-uri',
            valueUri: 'https://clinic.example/forms/hunger-vital-sign',
          },
        ],
      },
      status: 'completed' as const,
      subject,
      encounter: to('Encounter', encounter),
      authored: moment,
      author: subject,
      item: [
        {
          linkId: 'risk',
          text: 'Food in the last twelve months',
          item: [
            {
              linkId: '88122-7',
              text: 'Worried that food would run out before there was money for more',
              answer: [
                {
                  valueCoding: coding(loinc, 'LA28398-8', 'Never true'),
                  item: [{ linkId: 'comment', text: 'Anything to add', answer: [{ valueString: 'No.' }] }],
                },
              ],
            },
          ],
        },
      ],
    } as Resource,
  ].map(resource =>
    resource.id === ''
      ? {
          ...resource,
          id: `${patient}-report-1`,
          result: ['hemoglobin', 'glucose', 'hba1c', 'urine-ketones', 'potassium'].map(name =>
            to('Observation', `${encounter}-${name}`),
          ),
        }
      : resource,
  ) as Resource[];
}

/** The smallest picture there is: a white PNG of one pixel. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

function note({ patient, encounter, day }: Visit, number: number, type: CodeableConcept): Resource[] {
  const id = `${patient}-document-${number}`;
  const binary = `${patient}-binary-${number}`;
  const text = `${type.text} of ${day}.\nThe patient feels well. This note is made up; it is about nobody.\n`;
  // Content stands apart in a Binary or within the reference: an app has to be able to read both.
  const apart = number % 2 === 1;
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
            ...(apart ? { url: `Binary/${binary}` } : { data: encoded(text) }),
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
    ...(apart
      ? [
          {
            resourceType: 'Binary' as const,
            id: binary,
            meta: follows(),
            contentType: 'text/plain',
            securityContext: to('Patient', patient),
            data: encoded(text),
          },
        ]
      : []),
  ];
}
