import type { StructureDefinition } from '@medplum/fhirtypes';
import type { MustSupport, MustSupportChoice, MustSupportElement } from '../profile-facts.ts';

/**
 * Where a guide's snapshot marks more or less as must-support than the guide and its corrections ask. Each correction
 * names whom it holds for and why; FHIR-nnnnn are HL7's change requests.
 */
export interface Erratum {
  readonly because: string;
  /** Releases of the guide; all of them where left out. */
  readonly releases?: readonly string[];
  readonly type?: string;
  /** Last segments of profile addresses. */
  readonly profiles?: readonly string[];
  readonly except?: readonly string[];
  /** Only profiles derived from the vital signs profile. */
  readonly vitalSign?: true;
  /** Must-support entries that fall away, by element path (or the choice they belong to), slice or extension id. */
  readonly drop?: RegExp;
  readonly dropTarget?: { readonly path: string; readonly target: string };
  readonly add?: readonly MustSupportElement[];
  readonly replace?: Readonly<Record<string, MustSupportElement>>;
  /** Paths that are asked only of those who seek certification. */
  readonly uscdi?: RegExp;
  readonly choices?: readonly MustSupportChoice[];
}

const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-';
const bloodPressure = ['us-core-blood-pressure', 'us-core-average-blood-pressure', 'bp'];
const from6 = ['6.1.0', '7.0.0', '8.0.0', '8.0.1', '9.0.0'];
const from7 = from6.slice(1);
const from8 = from7.slice(1);

const errata: readonly Erratum[] = [
  {
    because: 'components belong to no vital sign but blood pressure and oxygen saturation',
    vitalSign: true,
    except: [...bloodPressure, 'us-core-pulse-oximetry'],
    drop: /^component/,
  },
  {
    because: 'a blood pressure has its values in components; the inherited value and its absence say nothing',
    profiles: bloodPressure,
    drop: /^(value\[x\]|dataAbsentReason$)/,
  },
  {
    because: 'who always sends values need not show dataAbsentReason (ONC guide to 170.315(g)(10), US Core 4.0.0)',
    type: 'Observation',
    except: bloodPressure,
    drop: /^(component(:[^.]+)?\.)?dataAbsentReason/,
  },
  {
    because: 'profile text: data or url',
    type: 'DocumentReference',
    releases: from6,
    choices: [{ paths: ['content.attachment.data', 'content.attachment.url'] }],
  },
  {
    because: 'profile text: reason as code or reference, place as location or service provider',
    type: 'Encounter',
    releases: from6,
    choices: [{ paths: ['reasonCode', 'reasonReference'] }, { paths: ['location.location', 'serviceProvider'] }],
  },
  {
    because: 'profile text: reported as a flag or by reference; reason as code or reference',
    type: 'MedicationRequest',
    releases: from6,
    choices: [
      { paths: ['reportedBoolean', 'reportedReference'] },
      { paths: ['reasonCode', 'reasonReference'], uscdi: true },
    ],
  },
  {
    because: 'profile text: reason as code or reference',
    type: 'ServiceRequest',
    releases: from6,
    choices: [{ paths: ['reasonCode', 'reasonReference'], uscdi: true }],
  },
  {
    because: 'profile text: reason as code or reference',
    type: 'Procedure',
    releases: from7,
    choices: [{ paths: ['reasonCode', 'reasonReference'], uscdi: true }],
  },
  {
    because: 'profile text: a member is a practitioner or a practitioner role',
    type: 'CareTeam',
    releases: from6,
    choices: [{ targets: [`${usCore}practitioner`, `${usCore}practitionerrole`] }],
  },
  {
    because: 'profile text: onset, or the date asserted as an extension',
    type: 'Condition',
    releases: from6,
    choices: [{ paths: ['onsetDateTime'], extensions: ['Condition.extension:assertedDate'] }],
  },
  {
    because: 'profile text: identified by either number',
    profiles: ['us-core-specimen'],
    releases: from8,
    choices: [{ paths: ['identifier', 'accessionIdentifier'] }],
  },
  {
    because:
      'the slices for laboratory and payer numbers are not must-support themselves, so their parts are not asked',
    type: 'Organization',
    releases: from8,
    drop: /^identifier:(CLIA|NAIC)\./,
  },
  {
    because: 'whether an interpreter is needed is stated on the Patient or the Encounter, in either way',
    releases: from8,
    drop: /^(Patient|Encounter)\.extension:interpreterRequired$/,
  },
  {
    because: 'profile text: start or due date',
    type: 'Goal',
    releases: from6,
    choices: [{ paths: ['startDate', 'target.dueDate'] }],
  },
  {
    because: 'FHIR-37794: a QuestionnaireResponse need not be supported, another screening may be what is derived from',
    profiles: ['us-core-observation-screening-assessment'],
    releases: from6,
    choices: [{ targets: [`${usCore}observation-screening-assessment`, `${usCore}questionnaireresponse`] }],
  },
  {
    because: 'profile text: performed by a patient or a practitioner',
    profiles: ['us-core-observation-screening-assessment', 'us-core-simple-observation'],
    releases: from8,
    choices: [{ targets: [`${usCore}patient`, `${usCore}practitioner`] }],
  },
  {
    because: 'FHIR-40299: a previous name or address is shown by the end of its period or by use "old"',
    type: 'Patient',
    releases: from6,
    drop: /^(name|address)\.(period|use)$/,
    add: [
      { path: 'name.period.end', uscdi: true },
      { path: 'name.use', fixed: 'old', uscdi: true },
      { path: 'address.period.end', uscdi: true },
      { path: 'address.use', fixed: 'old', uscdi: true },
    ],
    choices: [
      { paths: ['address.period.end', 'address.use'], uscdi: true },
      { paths: ['name.period.end', 'name.use'], uscdi: true },
    ],
  },
  {
    because: 'their parents are additional USCDI requirements only',
    type: 'Patient',
    releases: from6,
    uscdi: /^(telecom|communication)\./,
  },
  {
    because: 'USCDI asks for the date of death',
    type: 'Patient',
    releases: from6,
    replace: { 'deceased[x]': { path: 'deceasedDateTime', choiceOf: 'deceased[x]', uscdi: true } },
  },
  {
    because: 'FHIR-43355: the date of a smoking status may be a period',
    profiles: ['us-core-smokingstatus'],
    releases: ['6.1.0'],
    drop: /^Observation\.effective\[x\]:effectiveDateTime$/,
    add: [{ path: 'effective[x]' }],
  },
  {
    because: 'FHIR-44693: a practitioner is reached by address or by PractitionerRole',
    type: 'Practitioner',
    releases: from6,
    drop: /^address/,
  },
  {
    because: 'FHIR-46240: no must-support on media',
    profiles: ['us-core-diagnosticreport-note'],
    releases: ['6.1.0'],
    drop: /^media/,
  },
  {
    because: 'ONC enforcement discretion of 21 March 2025: gender identity',
    type: 'Patient',
    releases: ['6.1.0', '7.0.0'],
    drop: /^Patient\.extension:genderIdentity$/,
  },
  {
    because: 'FHIR-50239: who dispenses need not be a US Core Practitioner',
    type: 'MedicationDispense',
    releases: ['6.1.0', '7.0.0', '8.0.0'],
    dropTarget: { path: 'performer.actor', target: `${usCore}practitioner` },
  },
  {
    because: 'FHIR-50283: no must-support on the name of a coverage group',
    type: 'Coverage',
    releases: ['6.1.0', '7.0.0', '8.0.0'],
    drop: /^class:group\.name$/,
  },
  {
    because: 'FHIR-50288: an encounter diagnosis has no must-support on its statuses, onset and date asserted',
    profiles: ['us-core-condition-encounter-diagnosis'],
    releases: ['6.1.0', '7.0.0'],
    drop: /^(Condition\.extension:assertedDate|onsetDateTime|clinicalStatus|verificationStatus)$/,
  },
];

/** Must-support as the guide's corrections leave it. */
export function corrected(stated: MustSupport, definition: StructureDefinition, release: string): MustSupport {
  const profile = definition.url.replace(/^.*\//, '');
  const derived = /\/(us-core-)?vital-?signs$/.test(definition.baseDefinition ?? '');
  return errata
    .filter(
      ({ releases, type, profiles, except, vitalSign }) =>
        (!releases || releases.includes(release)) &&
        (!type || type === definition.type) &&
        (!profiles || profiles.includes(profile)) &&
        !except?.includes(profile) &&
        (!vitalSign || derived),
    )
    .reduce(apply, stated);
}

function apply(stated: MustSupport, erratum: Erratum): MustSupport {
  const { drop, dropTarget, add = [], replace = {}, uscdi, choices = [] } = erratum;
  const kept = (name: string | undefined) => name === undefined || !drop?.test(name);
  const elements = stated.elements
    .filter(({ path, choiceOf }) => kept(path) && kept(choiceOf))
    .map(element => replace[element.path] ?? element)
    .map(element => (uscdi?.test(element.path) ? { ...element, uscdi: true as const } : element))
    .map(element =>
      dropTarget?.path === element.path && element.targets
        ? { ...element, targets: element.targets.filter(target => target !== dropTarget.target) }
        : element,
    );
  return {
    elements: [...elements, ...add],
    slices: stated.slices.filter(({ id, path }) => kept(id) && kept(path)),
    extensions: stated.extensions.filter(({ id }) => kept(id)),
    choices: [
      ...stated.choices.filter(
        ({ paths = [], extensions = [] }) => ![...paths, ...extensions].some(name => drop?.test(name)),
      ),
      ...choices,
    ],
  };
}
