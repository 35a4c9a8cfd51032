import { open } from './approvals.ts';
import { type Field, readForms } from './forms.ts';

/**
 * Why a form may not be sent, as sentences for the person who can change that: what nobody has agreed to, a check for robots,
 * a payment, a required field without a value. Empty when it may.
 */
export function whyNotSent(
  markup: string,
  url: string,
  given: { readonly fields: Readonly<Record<string, string>>; readonly approved: ReadonlyMap<string, string> },
): readonly string[] {
  const { forms, agreements, robotCheck } = readForms(markup, url);
  const form = forms.find(({ purpose }) => purpose === 'registration') ?? forms[0];
  if (!form) return [`${url} holds no form.`];
  const asks = (field: Field): boolean =>
    field.required && !(field.kind === 'agreement') && !hasValue(field, given.fields);
  return [
    ...open(agreements, given.approved).map(
      ({ text, sha256, kind }) =>
        `A named person must ${kind === 'attestation' ? 'attest' : 'agree to'} this very text first: "${text}" (SHA-256 ${sha256}). If you do, write: special-effort review CASE_DIR --agree-to ${sha256} --by NAME --reason WHY`,
    ),
    ...(robotCheck
      ? [`A check for robots (${robotCheck}) stands on ${url}: it is never evaded. A person must register the app.`]
      : []),
    ...form.fields
      .filter(({ kind, required }) => kind === 'payment' && required)
      .map(({ label }) => `${url} asks for a payment ("${label}"): nothing is ever paid by this program.`),
    ...form.fields
      .filter(field => field.kind !== 'payment' && asks(field))
      .map(
        ({ label, name }) =>
          `${url} cannot be sent without "${label || name}". Give it under registration.fields, if it is true of you.`,
      ),
  ];
}

/** By its label, as a person finds it, or by a selector that names it. */
const hasValue = ({ label, name }: Field, fields: Readonly<Record<string, string>>): boolean =>
  Object.keys(fields).some(
    given =>
      label.toLowerCase().includes(given.toLowerCase()) ||
      (name !== '' && /^[#.[]/.test(given) && given.includes(name)),
  );
