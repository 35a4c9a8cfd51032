import { pages } from '../addresses.ts';
import { released, softwareVersion } from '../capability-statement.ts';
import { html, type Page } from '../html.ts';
import { resources } from '../us-core.ts';

type Field = readonly [name: string, type: string, meaning: string];

/** What the export holds beside the clinical record that the API shows. */
const files: readonly { readonly name: string; readonly holds: string; readonly fields: readonly Field[] }[] = [
  {
    name: 'Account',
    holds: 'The billing account of a patient',
    fields: [
      ['id', 'id', 'Identifies the account'],
      ['status', 'code', 'active, inactive or on-hold'],
      ['subject', 'Reference(Patient)', 'Whose account it is'],
      ['servicePeriod', 'Period', 'When services were charged to it'],
      ['coverage', 'list of {coverage: Reference(Coverage), priority: positiveInt}', 'Who pays, in which order'],
    ],
  },
  {
    name: 'ChargeItem',
    holds: 'Each service that was charged',
    fields: [
      ['id', 'id', 'Identifies the charge'],
      ['status', 'code', 'billable, billed or aborted'],
      ['code', 'CodeableConcept', 'CPT or HCPCS code of the service'],
      ['subject', 'Reference(Patient)', 'Who was served'],
      ['context', 'Reference(Encounter)', 'At which visit'],
      ['occurrenceDateTime', 'dateTime', 'When'],
      ['quantity', 'Quantity', 'How often'],
      ['account', 'list of Reference(Account)', 'The account charged'],
      ['priceOverride', 'Money', 'Price in US dollars'],
    ],
  },
  {
    name: 'Claim',
    holds: 'Claims sent to payers',
    fields: [
      ['id', 'id', 'Identifies the claim'],
      ['status', 'code', 'active or cancelled'],
      ['type', 'CodeableConcept', 'professional or institutional'],
      ['patient', 'Reference(Patient)', 'For whose care'],
      ['created', 'dateTime', 'When it was sent'],
      ['insurance', 'list of {coverage: Reference(Coverage)}', 'Against which coverage'],
      ['diagnosis', 'list of {diagnosisReference: Reference(Condition)}', 'Diagnoses it names'],
      ['item', 'list of {productOrService: CodeableConcept, servicedDate: date, net: Money}', 'Services it claims'],
      ['total', 'Money', 'Sum of the items'],
    ],
  },
  {
    name: 'ClaimResponse',
    holds: 'What payers decided',
    fields: [
      ['id', 'id', 'Identifies the decision'],
      ['request', 'Reference(Claim)', 'The claim decided'],
      ['outcome', 'code', 'complete, error or partial'],
      ['disposition', 'string', "The payer's words"],
      ['payment', '{amount: Money, date: date}', 'What was paid, and when'],
    ],
  },
  {
    name: 'Appointment',
    holds: 'Appointments, past and to come',
    fields: [
      ['id', 'id', 'Identifies the appointment'],
      ['status', 'code', 'booked, fulfilled, cancelled or noshow'],
      ['start', 'instant', 'Begin'],
      ['end', 'instant', 'End'],
      ['participant', 'list of {actor: Reference(Patient or Practitioner or Location)}', 'Who meets where'],
    ],
  },
  {
    name: 'Communication',
    holds: 'Messages between patients and staff by the portal',
    fields: [
      ['id', 'id', 'Identifies the message'],
      ['inResponseTo', 'list of Reference(Communication)', 'The message it answers'],
      ['subject', 'Reference(Patient)', 'Whom it concerns'],
      ['sent', 'dateTime', 'When'],
      ['sender', 'Reference(Patient or Practitioner)', 'From whom'],
      ['recipient', 'list of Reference(Patient or Practitioner)', 'To whom'],
      [
        'payload',
        'list of {contentString: string} or {contentAttachment: Attachment}',
        'Text, and files by their path',
      ],
    ],
  },
  {
    name: 'Consent',
    holds: 'What patients have agreed to',
    fields: [
      ['id', 'id', 'Identifies the consent'],
      ['status', 'code', 'active, inactive or rejected'],
      ['scope', 'CodeableConcept', 'What kind of consent'],
      ['patient', 'Reference(Patient)', 'Whose'],
      ['dateTime', 'dateTime', 'When it was given'],
      ['sourceAttachment', 'Attachment', 'The signed form, by its path'],
    ],
  },
];

export const ehiExportPage = (): Page => ({
  title: 'EHI export: format',
  body: html`
<p>Describes what Larkspur EHR ${softwareVersion} writes when all electronic health information of one patient, or of all patients, is exported
(45 CFR 170.315(b)(10)). Version of this page: ${released}. Every export names this address in its <code>README.txt</code>.</p>

<h2>Making an export</h2>
<p><strong>One patient.</strong> A user with the role <em>Records</em> opens the patient, chooses <em>Export everything</em> and gets the file, at any time and without us. There is no charge.</p>
<p><strong>All patients.</strong> An administrator chooses <em>Administration, Export everything</em>. There is no charge for this either. It comes as <a href="${pages.ehiTables}">tables of separated values</a>.</p>

<h2>The file</h2>
<p>A ZIP archive (no password), with one folder named by the patient's id:</p>
<pre>README.txt                    this address, date of the export, version of the product
manifest.json                 for each file: path, number of lines or bytes, SHA-256
[patient id]/[type].ndjson    one FHIR R4 resource per line
[patient id]/files/[name]     scans, images, letters and recordings, as they were stored
shared/[type].ndjson          what records point to: Practitioner, PractitionerRole, Organization, Location, Medication</pre>
<p>Text is UTF-8; each line is one JSON object and ends with a line feed (U+000A). Dates and times are FHIR's, with a time zone. An element that was never recorded is left out; there are no empty values.
References are relative (<code>Patient/123</code>) and all lead to a line of the same archive. An <code>Attachment.url</code> is a path below <code>files/</code>. Any ZIP tool and JSON parser opens it; nothing has to be bought.</p>
<pre>{"resourceType":"Communication","id":"m-17","subject":{"reference":"Patient/123"},"sent":"2026-03-02T09:14:00-05:00","payload":[{"contentString":"Thank you."}]}</pre>

<h2>The clinical record</h2>
<p>The types of the <a href="${pages.api}#functions">API</a>, with the elements of their US Core profiles and of FHIR R4, without selection by date or status; notes that are marked confidential are in the export too:
${Object.keys(resources)
  .filter(type => resources[type]!.personal)
  .map((type, index) => `${index ? ', ' : ''}${type}`)}.</p>

<h2>Billing, messages, appointments and consents</h2>
${files.map(
  ({ name, holds, fields }) => html`<h3 id="${name}">${name}.ndjson</h3>
<p>${holds}. Key: <code>id</code>.</p>
<table>
<thead><tr><th>Element</th><th>Type</th><th>Meaning</th></tr></thead>
<tbody>${fields.map(([field, type, meaning]) => html`<tr><td><code>${field}</code></td><td>${type}</td><td>${meaning}</td></tr>`)}</tbody>
</table>`,
)}
<p>Codes are those of the system named beside them (<code>Coding.system</code>), each with its display text.</p>

<h2>What is not in it</h2>
<p>Psychotherapy notes as 45 CFR 164.501 defines them, and what was compiled for legal proceedings. Everything else that the product stores about a patient is.</p>

<h2>Changes of the format</h2>
<table><thead><tr><th>Version</th><th>Date</th><th>What</th></tr></thead>
<tbody>
<tr><td>${softwareVersion}</td><td>${released}</td><td>Recordings are in <code>files/</code>.</td></tr>
<tr><td>12.0</td><td>2026-04-20</td><td><code>manifest.json</code> has SHA-256 of each file.</td></tr>
</tbody></table>`,
});

/** The second of the formats: what the product's own database looks like. */
export const ehiTablesPage = (): Page => ({
  title: 'EHI export of all patients: tables',
  body: html`
<p>Describes the tables that Larkspur EHR ${softwareVersion} writes when the information of all patients is exported (45 CFR 170.315(b)(10)).
Version of this page: ${released}. The <a href="${pages.ehiDictionary}">data dictionary</a> names every table and column.</p>
<h2>The files</h2>
<p>A ZIP archive (no password). <code>tables/</code> has one file for each table, named as the table is; <code>files/</code> has scans, images and letters as they were stored.</p>
<p>Text is UTF-8, comma-separated (RFC 4180), with a first line of column names. A cell with a comma, a quotation mark or a line end stands in quotation marks. An empty cell was never recorded.
Days are written month/day/year, times with AM or PM in the practice's time zone.</p>
<p>The first column of a table whose list of columns has no <code>LINE</code> is its key. A table of lists is joined by the id in its first column; <code>LINE</code> is the place in the list. A table without rows has no file.</p>
<p><a href="${pages.ehiFormat}">The export of one patient</a> and what is in neither export are described on the page before this.</p>`,
});
