import { pages } from '../addresses.ts';
import { pdf } from './beyond-the-api.ts';
import { type Files, readMe } from './resource-lines.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources of whatever type
type Json = any;

const sections: readonly (readonly [title: string, code: string, types: readonly string[]])[] = [
  ['Allergies and intolerances', '48765-2', ['AllergyIntolerance']],
  ['Problems', '11450-4', ['Condition']],
  ['Medications', '10160-0', ['Medication', 'MedicationRequest', 'MedicationDispense']],
  ['Immunizations', '11369-6', ['Immunization']],
  ['Procedures', '47519-4', ['Procedure', 'Device']],
  ['Results', '30954-2', ['DiagnosticReport', 'Specimen', 'Media']],
  ['Vital signs and observations', '8716-3', ['Observation']],
  ['Encounters', '46240-8', ['Encounter']],
  ['Plan of treatment', '18776-5', ['CarePlan', 'Goal', 'ServiceRequest', 'Appointment']],
  [
    'Care team',
    '85847-2',
    ['CareTeam', 'RelatedPerson', 'Practitioner', 'PractitionerRole', 'Organization', 'Location'],
  ],
  ['Payers and billing', '48768-6', ['Coverage', 'Account', 'ChargeItem', 'Claim', 'ClaimResponse']],
  ['Notes and letters', '28650-6', ['DocumentReference', 'Binary']],
  ['Messages', '51851-4', ['Communication']],
  ['Questionnaires and consents', '74468-0', ['QuestionnaireResponse', 'Consent']],
  ['Authors', '51969-4', ['Provenance']],
];

const escaped = (text: unknown): string =>
  String(text).replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

/** Third style: a clinical document for the patient, and letters as PDF beside it. */
export function clinicalDocuments(
  patient: string,
  records: readonly Json[],
  papers: ReadonlyMap<string, Uint8Array>,
): Files {
  const files: Files = new Map();
  const of = (types: readonly string[]) => records.filter(({ resourceType }) => types.includes(resourceType));
  const person = records.find(({ resourceType }) => resourceType === 'Patient');
  const written = sections.map(
    ([
      title,
      code,
      types,
    ]) => `<component><section><code code="${code}" codeSystem="2.16.840.1.113883.6.1"/><title>${title}</title>
<text><table><thead><tr><th>Record</th><th>What is known</th></tr></thead><tbody>${of(types).map(shown).join('')}</tbody></table></text>
${of(types).map(entry).join('\n')}</section></component>`,
  );
  const header = `<realmCode code="US"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<id root="2.16.840.1.113883.3.9999" extension="document-${patient}"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>
<title>Everything on record</title><effectiveTime value="20261001080000-0500"/>
<recordTarget><patientRole>${
    person
      ? `<id root="2.16.840.1.113883.3.9999.1" extension="${person.id}"/>${leaves(person)
          .map(([path, value]) => `<patient><name use="${escaped(path)}">${escaped(value)}</name></patient>`)
          .join('')}`
      : ''
  }</patientRole></recordTarget>`;
  files.set(
    `${patient}.xml`,
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${header}
<component><structuredBody>${written.join('\n')}</structuredBody></component></ClinicalDocument>\n`),
  );
  for (const { id, data } of of(['Binary'])) {
    const lines = Buffer.from(data, 'base64').toString('utf8').split('\n');
    files.set(`letters/${id}.pdf`, pdf(lines));
  }
  for (const [path, bytes] of papers) files.set(path, bytes);
  files.set('README.txt', Buffer.from(readMe(pages.ehiFormat)));
  return files;
}

function shown(resource: Json): string {
  const said = leaves(resource).map(([path, value]) => `${path}: ${value}`);
  return `<tr ID="${escaped(resource.id)}-text"><td>${escaped(resource.id)}</td><td>${escaped(said.join('; '))}</td></tr>`;
}

function entry(resource: Json): string {
  const coding = (resource.code ?? resource.type?.[0] ?? resource.type ?? resource.vaccineCode)?.coding?.[0];
  const when = (
    resource.effectiveDateTime ??
    resource.recordedDate ??
    resource.authoredOn ??
    resource.period?.start ??
    resource.date
  )?.replace(/[-:]|T|\.\d+/g, '');
  const amount = resource.valueQuantity;
  return `<entry><observation classCode="OBS" moodCode="EVN"><id root="2.16.840.1.113883.3.9999.2" extension="${escaped(resource.id)}"/>
${coding ? `<code code="${escaped(coding.code)}" displayName="${escaped(coding.display ?? '')}" codeSystemName="${escaped(coding.system)}"/>` : '<code nullFlavor="UNK"/>'}
<statusCode code="completed"/>${when ? `<effectiveTime value="${escaped(when.slice(0, 14))}"/>` : ''}
${amount ? `<value xsi:type="PQ" value="${escaped(amount.value)}" unit="${escaped(amount.code ?? amount.unit)}"/>` : ''}</observation></entry>`;
}

/** All values of a record with the names that lead to them; attached texts as text. */
export function leaves(resource: Json): (readonly [path: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  const look = (value: Json, path: string): void => {
    if (Array.isArray(value)) for (const one of value) look(one, path);
    else if (value !== null && typeof value === 'object') {
      for (const [name, member] of Object.entries(value)) {
        if (name === 'meta' || name === 'resourceType' || (path === '' && name === 'text')) continue;
        look(
          name === 'data' && /^text/.test(value.contentType)
            ? Buffer.from(String(member), 'base64').toString()
            : member,
          path === '' ? name : `${path}.${name}`,
        );
      }
    } else found.push([path, String(value)]);
  };
  look(resource, '');
  return found;
}
