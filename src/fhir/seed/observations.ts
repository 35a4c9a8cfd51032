import type { CodeableConcept, Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import type { Chance } from './chance.ts';
import { absentReason, coding, concept, follows, hl7, loinc, quantity, snomed, to, usCoreCodes } from './words.ts';

export interface Visit {
  readonly patient: string;
  readonly encounter: string;
  /** YYYY-MM-DD */
  readonly day: string;
}

const category = (code: string, display: string) => concept(hl7('observation-category'), code, display);
const vital = category('vital-signs', 'Vital Signs');
const laboratory = category('laboratory', 'Laboratory');
const social = category('social-history', 'Social History');
const survey = category('survey', 'Survey');
const sdoh = concept(usCoreCodes('us-core-category'), 'sdoh', 'SDOH');

type Value = Pick<Observation, 'valueQuantity' | 'valueCodeableConcept' | 'valueString' | 'dataAbsentReason'>;

/** One observation at a visit; `name` makes its id. */
function observation(
  { patient, encounter, day }: Visit,
  name: string,
  profiles: readonly string[],
  categories: CodeableConcept[],
  code: CodeableConcept,
  value: Value & Partial<Observation>,
): Observation {
  return {
    resourceType: 'Observation',
    id: `${encounter}-${name}`,
    meta: follows(...profiles),
    status: 'final',
    category: categories,
    code,
    subject: to('Patient', patient),
    encounter: to('Encounter', encounter),
    effectiveDateTime: `${day}T10:15:00-05:00`,
    issued: `${day}T10:20:00.000-05:00`,
    performer: [to('Practitioner', 'practitioner-2')],
    ...value,
  };
}

const component = (system: string, code: string, display: string, valueQuantity: Quantity): ObservationComponent => ({
  code: concept(system, code, display),
  valueQuantity,
});

const yesterday = (day: string, days: number) =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

/** What is measured at every visit. */
export function vitalSigns(visit: Visit, chance: Chance): Observation[] {
  const sign = (name: string, code: string, display: string, value: Quantity, profile = `us-core-${name}`) =>
    observation(visit, name, [profile], [vital], concept(loinc, code, display), { valueQuantity: value });
  const height = chance.decimal(150, 190);
  const weight = chance.decimal(50, 100);
  return [
    sign('body-height', '8302-2', 'Body height', quantity(height, 'cm')),
    sign('body-weight', '29463-7', 'Body weight', quantity(weight, 'kg')),
    sign('bmi', '39156-5', 'Body mass index', quantity(Number((weight / (height / 100) ** 2).toFixed(1)), 'kg/m2')),
    sign('body-temperature', '8310-5', 'Body temperature', quantity(chance.decimal(36.1, 37.4), 'Cel')),
    sign('heart-rate', '8867-4', 'Heart rate', quantity(chance.whole(55, 95), '/min')),
    sign('respiratory-rate', '9279-1', 'Respiratory rate', quantity(chance.whole(12, 18), '/min')),
    observation(
      visit,
      'blood-pressure',
      ['us-core-blood-pressure'],
      [vital],
      concept(loinc, '85354-9', 'Blood pressure panel with all children optional'),
      {
        component: [
          component(loinc, '8480-6', 'Systolic blood pressure', quantity(chance.whole(105, 140), 'mm[Hg]')),
          component(loinc, '8462-4', 'Diastolic blood pressure', quantity(chance.whole(65, 90), 'mm[Hg]')),
        ],
      },
    ),
    observation(
      visit,
      'pulse-oximetry',
      ['us-core-pulse-oximetry'],
      [vital],
      {
        coding: [
          coding(loinc, '2708-6', 'Oxygen saturation in Arterial blood'),
          coding(loinc, '59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
        ],
        text: 'Oxygen saturation by pulse oximetry',
      },
      {
        valueQuantity: quantity(chance.whole(95, 100), '%'),
        component: [
          component(loinc, '3151-8', 'Inhaled oxygen flow rate', quantity(2, 'L/min')),
          component(loinc, '3150-0', 'Inhaled oxygen concentration', quantity(28, '%')),
        ],
      },
    ),
  ];
}

/** Results of the blood that was drawn at a visit, of the specimen named. */
export function laboratoryResults(visit: Visit, specimen: string, chance: Chance): Observation[] {
  const result = (name: string, code: string, display: string, value: Value & Partial<Observation>) =>
    observation(visit, name, ['us-core-observation-lab'], [laboratory], concept(loinc, code, display), {
      specimen: to('Specimen', specimen),
      ...value,
    });
  return [
    result('hemoglobin', '718-7', 'Hemoglobin [Mass/volume] in Blood', {
      valueQuantity: quantity(chance.decimal(12, 16), 'g/dL'),
      referenceRange: [{ low: quantity(12, 'g/dL'), high: quantity(16, 'g/dL'), text: '12 to 16 g/dL' }],
    }),
    result('glucose', '2345-7', 'Glucose [Mass/volume] in Serum or Plasma', {
      valueQuantity: quantity(chance.whole(70, 130), 'mg/dL'),
    }),
    result('hba1c', '4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', {
      valueQuantity: quantity(chance.decimal(4.8, 7.2), '%'),
    }),
    result('urine-ketones', '2514-8', 'Ketones [Presence] in Urine by Test strip', {
      valueCodeableConcept: concept(snomed, '260385009', 'Negative'),
    }),
    result('potassium', '2823-3', 'Potassium [Moles/volume] in Serum or Plasma', {
      dataAbsentReason: concept(absentReason, 'error', 'Error'),
      note: [{ text: 'The sample was hemolyzed.' }],
    }),
  ];
}

/** What is asked and found once: history, surveys, tests; pediatric measures lie in childhood. */
export function history(
  visit: Visit,
  person: { readonly birthDate: string; readonly female: boolean },
  chance: Chance,
): Observation[] {
  const { birthDate, female } = person;
  const childhood = { ...visit, day: `${Number(birthDate.slice(0, 4)) + 2}-${birthDate.slice(5)}` };
  const grown = (name: string, profile: string, code: string, display: string, value: Quantity) =>
    observation(childhood, name, [profile], [vital], concept(loinc, code, display), { valueQuantity: value });
  const answer = (name: string, code: string, display: string, value: CodeableConcept) =>
    observation(
      visit,
      name,
      ['us-core-observation-screening-assessment'],
      [survey, sdoh],
      concept(loinc, code, display),
      {
        valueCodeableConcept: value,
        derivedFrom: [to('QuestionnaireResponse', `${visit.patient}-questionnaire-response-1`)],
      },
    );
  const hunger = answer(
    'food-worry',
    '88122-7',
    'Worried that food would run out before there was money for more',
    concept(loinc, 'LA28398-8', 'Never true'),
  );
  const { effectiveDateTime: _, ...occupation } = observation(
    visit,
    'occupation',
    ['us-core-observation-occupation'],
    [social],
    concept(loinc, '11341-5', 'History of Occupation'),
    {
      valueCodeableConcept: concept('urn:oid:2.16.840.1.114222.4.5.327', '25-4022.00.034602', 'Librarian'),
      component: [
        {
          code: concept(loinc, '86188-0', 'History of Occupation industry'),
          valueCodeableConcept: concept('urn:oid:2.16.840.1.114222.4.5.327', '519120.007538', 'Libraries'),
        },
      ],
    },
  );
  return [
    grown(
      'head-circumference',
      'us-core-head-circumference',
      '9843-4',
      'Head Occipital-frontal circumference',
      quantity(chance.decimal(46, 50), 'cm'),
    ),
    grown(
      'head-circumference-percentile',
      'head-occipital-frontal-circumference-percentile',
      '8289-1',
      'Head Occipital-frontal circumference Percentile',
      quantity(chance.whole(20, 80), '%'),
    ),
    grown(
      'weight-for-height',
      'pediatric-weight-for-height',
      '77606-2',
      'Weight-for-length Per age and sex',
      quantity(chance.whole(20, 80), '%'),
    ),
    grown(
      'bmi-for-age',
      'pediatric-bmi-for-age',
      '59576-9',
      'Body mass index (BMI) [Percentile] Per age and sex',
      quantity(chance.whole(20, 80), '%'),
    ),
    observation(
      visit,
      'smoking',
      ['us-core-smokingstatus'],
      [social],
      concept(loinc, '72166-2', 'Tobacco smoking status'),
      {
        valueCodeableConcept: concept(snomed, '266919005', 'Never smoked tobacco'),
      },
    ),
    observation(
      visit,
      'sexual-orientation',
      ['us-core-observation-sexual-orientation'],
      [social],
      concept(loinc, '76690-7', 'Sexual orientation'),
      {
        valueCodeableConcept: concept(
          'http://terminology.hl7.org/CodeSystem/v3-NullFlavor',
          'ASKU',
          'asked but unknown',
        ),
      },
    ),
    ...(female
      ? [
          observation(
            visit,
            'pregnancy-status',
            ['us-core-observation-pregnancystatus'],
            [social],
            concept(loinc, '82810-3', 'Pregnancy status'),
            {
              valueCodeableConcept: concept(snomed, '60001007', 'Not pregnant'),
            },
          ),
          observation(
            visit,
            'pregnancy-intent',
            ['us-core-observation-pregnancyintent'],
            [social],
            concept(loinc, '86645-9', 'Pregnancy intention in the next year - Reported'),
            {
              valueCodeableConcept: concept(snomed, '454381000124105', 'Not sure of desire to become pregnant'),
            },
          ),
        ]
      : []),
    { ...occupation, effectivePeriod: { start: yesterday(visit.day, 2000), end: visit.day } },
    hunger,
    observation(
      visit,
      'hunger-screening',
      ['us-core-observation-screening-assessment'],
      [survey, sdoh],
      concept(loinc, '88121-9', 'Hunger Vital Sign [HVS]'),
      {
        hasMember: [to('Observation', hunger.id!)],
        derivedFrom: [to('QuestionnaireResponse', `${visit.patient}-questionnaire-response-1`)],
      },
    ),
    observation(
      visit,
      'housing',
      ['us-core-simple-observation'],
      [social, sdoh],
      concept(loinc, '71802-3', 'Housing status'),
      {
        valueCodeableConcept: concept(loinc, 'LA31993-1', 'I have a steady place to live'),
      },
    ),
    observation(
      visit,
      'electrocardiogram',
      ['us-core-observation-clinical-result'],
      [category('procedure', 'Procedure')],
      concept(loinc, '8601-7', 'EKG impression'),
      {
        valueString: 'Normal sinus rhythm.',
      },
    ),
    observation(
      visit,
      'chest-image',
      ['us-core-observation-clinical-result'],
      [category('imaging', 'Imaging')],
      concept(loinc, '19005-8', 'Radiology Imaging study [Impression] (narrative)'),
      {
        valueString: 'Lungs are clear.',
      },
    ),
    observation(
      visit,
      'average-blood-pressure',
      ['us-core-vital-signs'],
      [vital],
      concept(loinc, '96607-7', 'Blood pressure panel mean systolic and mean diastolic'),
      {
        component: [
          component(loinc, '96608-5', 'Systolic blood pressure mean', quantity(chance.whole(105, 140), 'mm[Hg]')),
          {
            code: concept(loinc, '96609-3', 'Diastolic blood pressure mean'),
            dataAbsentReason: concept(absentReason, 'not-performed', 'Not Performed'),
          },
        ],
      },
    ),
    observation(
      visit,
      'unread-temperature',
      ['us-core-body-temperature'],
      [vital],
      concept(loinc, '8310-5', 'Body temperature'),
      {
        dataAbsentReason: concept(absentReason, 'unknown', 'Unknown'),
      },
    ),
  ];
}
