// biome-ignore lint/suspicious/noExplicitAny: FHIR resources, about to be made wrong on purpose
type Json = any;

const to = (type: string, id: string) => ({ reference: `${type}/${id}` });
const concept = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
});
const cpt = 'http://www.ama-assn.org/go/cpt';
const usd = (value: number) => ({ value, currency: 'USD' });

/**
 * What the product stores of a patient beside what its API shows: the account and its charges, claims and what payers
 * answered, appointments past and to come, messages of the portal, consents and scanned papers.
 */
export function beyondTheApi(patient: string): Json[] {
  const id = (name: string) => `${patient}-${name}`;
  const about = { subject: to('Patient', patient) };
  const visits = [
    { day: '2023-09-15', code: '99214', service: 'Office visit, moderate complexity', price: 187.4, paid: 142.15 },
    { day: '2024-06-21', code: '99213', service: 'Office visit, low complexity', price: 131.9, paid: 97.05 },
    { day: '2025-03-12', code: '99215', service: 'Office visit, high complexity', price: 243.6, paid: 188.3 },
  ];
  const billing = visits.flatMap(({ day, code, service, price, paid }, index): Json[] => [
    {
      resourceType: 'ChargeItem',
      id: id(`charge-${index + 1}`),
      status: 'billed',
      code: concept(cpt, code, service),
      ...about,
      context: to('Encounter', id(`encounter-${index + 1}`)),
      occurrenceDateTime: `${day}T10:45:00-05:00`,
      quantity: { value: 1 },
      account: [to('Account', id('account'))],
      priceOverride: usd(price),
    },
    {
      resourceType: 'Claim',
      id: id(`claim-${index + 1}`),
      identifier: [{ system: 'https://clinic.example/claims', value: `CLM-${patient}-${index + 1}` }],
      status: 'active',
      type: concept('http://terminology.hl7.org/CodeSystem/claim-type', 'professional', 'Professional'),
      use: 'claim',
      patient: to('Patient', patient),
      created: `${day}T17:00:00-05:00`,
      provider: to('Organization', 'organization-1'),
      priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal', 'Normal'),
      insurance: [{ sequence: 1, focal: true, coverage: to('Coverage', id('coverage-1')) }],
      item: [{ sequence: 1, productOrService: concept(cpt, code, service), servicedDate: day, net: usd(price) }],
      total: usd(price),
    },
    {
      resourceType: 'ClaimResponse',
      id: id(`claim-response-${index + 1}`),
      status: 'active',
      type: concept('http://terminology.hl7.org/CodeSystem/claim-type', 'professional', 'Professional'),
      use: 'claim',
      patient: to('Patient', patient),
      created: `${day}T18:30:00-05:00`,
      insurer: to('Organization', 'payer-1'),
      request: to('Claim', id(`claim-${index + 1}`)),
      outcome: 'complete',
      disposition: `Settled as contracted, statement ${7001 + index}`,
      payment: {
        type: concept('http://terminology.hl7.org/CodeSystem/ex-paymenttype', 'complete', 'Complete'),
        amount: usd(paid),
        date: addDays(day, 21),
      },
    },
  ]);
  const appointments = [
    ['2023-09-15', 'fulfilled', 'Yearly examination'],
    ['2024-02-08', 'cancelled', 'Blood pressure check, cancelled by the patient'],
    ['2024-06-21', 'fulfilled', 'Follow-up of laboratory results'],
    ['2027-01-14', 'booked', 'Yearly examination'],
  ].map(
    ([day, status, description], index): Json => ({
      resourceType: 'Appointment',
      id: id(`appointment-${index + 1}`),
      status,
      description,
      start: `${day}T15:00:00.000Z`,
      end: `${day}T15:45:00.000Z`,
      participant: [{ actor: to('Patient', patient), status: 'accepted' }],
    }),
  );
  const messages = [
    ['2024-06-22T08:12:00-05:00', 'My knee still hurts when I climb the stairs. Should I come in again?', 'patient'],
    ['2024-06-22T11:40:00-05:00', 'Please rest it for a week, and write to us if the swelling returns.', 'practice'],
    ['2025-03-13T09:05:00-05:00', 'May I have a copy of the letter to the cardiologist?', 'patient'],
  ].map(([sent, contentString, from], index): Json => {
    const own = to('Patient', patient);
    const staff = to('Practitioner', 'practitioner-1');
    return {
      resourceType: 'Communication',
      id: id(`message-${index + 1}`),
      status: 'completed',
      ...about,
      sent,
      sender: from === 'patient' ? own : staff,
      recipient: [from === 'patient' ? staff : own],
      payload: [{ contentString }],
    };
  });
  return [
    {
      resourceType: 'Account',
      id: id('account'),
      identifier: [{ system: 'https://clinic.example/accounts', value: `ACC-${patient}` }],
      status: 'active',
      name: 'Account for care at Specimen Springs',
      subject: [to('Patient', patient)],
      servicePeriod: { start: '2023-09-15' },
      coverage: [{ coverage: to('Coverage', id('coverage-1')), priority: 1 }],
    },
    ...billing,
    ...appointments,
    ...messages,
    {
      resourceType: 'QuestionnaireResponse',
      id: id('intake-form'),
      status: 'completed',
      ...about,
      authored: '2023-09-15T09:40:00-05:00',
      item: [
        {
          linkId: 'work',
          text: 'What is your work?',
          answer: [{ valueString: 'I bind books in a small workshop by the river' }],
        },
        {
          linkId: 'hopes',
          text: 'What do you hope for?',
          answer: [{ valueString: 'To climb the bell tower again next spring' }],
        },
      ],
    },
    {
      resourceType: 'Consent',
      id: id('consent-1'),
      status: 'active',
      scope: concept('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy', 'Privacy Consent'),
      category: [concept('http://loinc.org', '59284-0', 'Consent Document')],
      patient: to('Patient', patient),
      dateTime: '2023-09-15T09:50:00-05:00',
      sourceAttachment: {
        contentType: 'application/pdf',
        title: 'Signed consent to treatment',
        url: `files/${patient}-consent.pdf`,
      },
    },
    {
      resourceType: 'DocumentReference',
      id: id('scan-1'),
      status: 'current',
      type: concept('http://loinc.org', '57133-1', 'Referral note'),
      category: [
        concept(
          'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
          'clinical-note',
          'Clinical Note',
        ),
      ],
      ...about,
      date: '2024-06-20T10:00:00.000-05:00',
      description: 'Referral letter, scanned at the front desk',
      content: [
        { attachment: { contentType: 'image/png', title: 'Referral letter', url: `files/${patient}-referral.png` } },
      ],
    },
  ];
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

/** The papers that records name by their path. */
export const papers = (patient: string): ReadonlyMap<string, Uint8Array> =>
  new Map<string, Uint8Array>([
    [
      `files/${patient}-consent.pdf`,
      pdf(['Consent to treatment', 'Signed on September 15, 2023, at Specimen Springs.']),
    ],
    [`files/${patient}-referral.png`, picture],
  ]);

const linesOnPage = 50;

/** Pages of text as the simplest PDF there is. */
export function pdf(lines: readonly string[]): Uint8Array {
  const escaped = (line: string) => line.replace(/[\\()]/g, sign => `\\${sign}`).replace(/[^\x20-\x7e]/g, '?');
  const pages = Array.from({ length: Math.max(1, Math.ceil(lines.length / linesOnPage)) }, (_, page) => {
    const shown = lines.slice(page * linesOnPage, (page + 1) * linesOnPage);
    return `BT /F1 11 Tf 50 770 Td 14 TL ${shown.map(line => `(${escaped(line)}) Tj T*`).join(' ')} ET`;
  });
  const kids = pages.map((_, page) => `${4 + 2 * page} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((content, page) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * page} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
