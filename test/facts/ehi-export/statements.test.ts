import { describe, expect, test } from 'vitest';
import { parseHtml } from '../../../src/facts/documents/html.ts';
import { statementsIn } from '../../../src/facts/ehi-export/statements.ts';

const said = (sentence: string) =>
  statementsIn(
    parseHtml(`<title>EHI export</title><h1>EHI export</h1><p>${sentence}</p>`, 'https://www.vendor.example/ehi'),
  ).map(({ about, what }) => (what ? `${about} ${what}` : about));

describe('what a description says', () => {
  test.each([
    ['To request an EHI export for a patient, please submit a support ticket.', ['by-request']],
    ['Contact our support team to obtain the export of a patient.', ['by-request']],
    ['An authorized user selects Export in the patient chart.', ['by-user']],
    ['You can create the export without contacting us.', ['by-user']],
    ['Physical attachments are not included in the export.', ['excluded Images and Documents']],
    ['Billing data is excluded from the export.', ['excluded Billing']],
    ['Only future appointments are exported.', ['future-appointments-alone Appointments']],
    ['A bulk export of all patients is not available.', ['population-refused']],
    ['The ZIP file is protected by a password that is shown once.', ['password']],
  ])('%s', (sentence, statements) => {
    expect(said(sentence)).toEqual(expect.arrayContaining(statements));
  });
});

describe('what only looks like it', () => {
  test.each([
    ['You need not contact support to export a patient.', 'by-request'],
    ['For questions about this export, contact our support team.', 'by-request'],
    ['For an export of all patients, open a support ticket.', 'by-request'],
    ['The archive has no password.', 'password'],
    ['Psychotherapy notes are not included in the export.', 'excluded'],
    ['Audit logs and configuration documents are excluded.', 'excluded'],
  ])('%s', (sentence, about) => {
    expect(said(sentence).filter(one => one.split(' ')[0] === about)).toEqual([]);
  });
});
