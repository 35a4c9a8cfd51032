import type { QuestionnaireResponse } from '@medplum/fhirtypes';
import type { Visit } from './observations.ts';
import { coding, follows, loinc, to } from './words.ts';

/** An element of type `canonical` with what FHIR's JSON puts beside a primitive value. */
interface Asked {
  readonly _questionnaire: {
    readonly extension: readonly { readonly url: string; readonly [value: `value${string}`]: string }[];
  };
}

/** What the patient answered before a visit, with a question inside a group and one inside an answer. */
export function questionnaireResponse({ patient, encounter, day }: Visit): QuestionnaireResponse & Asked {
  return {
    resourceType: 'QuestionnaireResponse',
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
    status: 'completed',
    subject: to('Patient', patient),
    encounter: to('Encounter', encounter),
    authored: `${day}T11:00:00-05:00`,
    author: to('Patient', patient),
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
  };
}
