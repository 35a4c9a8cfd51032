import { expect, test } from 'vitest';
import { readMail } from '../../src/run/mail.ts';

const mail = (...lines: string[]) => readMail(Buffer.from(lines.join('\r\n'), 'utf8'));

test('a plain mail: its day stays the one its writer lived through', () => {
  const read = mail(
    'Received: from somewhere',
    'Date: Fri, 20 Nov 2026 22:05:00 -0500',
    'From: "Support, API" <api@larkspur.example>',
    'To: jane@app.example',
    'Subject: Re: your',
    '\trequest',
    'Message-ID: <1@larkspur.example>',
    '',
    'We need a signed agreement.',
    '',
    'Regards',
  );
  expect(read).toEqual({
    headers: {
      date: 'Fri, 20 Nov 2026 22:05:00 -0500',
      from: '"Support, API" <api@larkspur.example>',
      to: 'jane@app.example',
      subject: 'Re: your request',
      messageId: '<1@larkspur.example>',
    },
    sentAt: '2026-11-20T22:05:00-05:00',
    text: 'We need a signed agreement.\n\nRegards',
  });
});

test('encoded words and quoted-printable text', () => {
  const read = mail(
    'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?B?IGF1cyBXaWVu?=',
    'From: a@b.example',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'caf=E9 and a long=',
    ' line',
  );
  expect(read.headers.subject).toBe('Grüße aus Wien');
  expect(read.text).toBe('café and a long line');
});

test('of several parts the readable one is taken, attachments are not', () => {
  const read = mail(
    'From: a@b.example',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/html',
    '',
    '<p>As <b>HTML</b></p>',
    '--inner',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('As text').toString('base64'),
    '--inner--',
    '--outer',
    'Content-Type: application/pdf',
    '',
    '%PDF-1.7',
    '--outer--',
  );
  expect(read.text).toBe('As text');
});

test('HTML alone is read without its marks', () => {
  const read = mail('From: a@b.example', 'Content-Type: text/html', '', '<style>p{}</style><p>No &amp; never</p>');
  expect(read.text).toBe('No & never');
});

test.each(['', 'no headers at all', 'Date: someday\r\n\r\nx', 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x'])(
  'what is malformed is read as far as it goes: %j',
  source => {
    const read = readMail(Buffer.from(source));
    expect(read.sentAt).toBeUndefined();
  },
);
