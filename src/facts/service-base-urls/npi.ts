import type { Identifier } from './rows.ts';

/** The system under which US Core and NPPES know a National Provider Identifier, and its OID. */
const registered = new Set(['http://hl7.org/fhir/sid/us-npi', 'urn:oid:2.16.840.1.113883.4.6']);

/** Whether a system means the NPI, be it misspelt: `http://hl7.org.fhir/sid/us-npi` is seen in the field. */
export const meansNpi = ({ system }: Identifier): boolean =>
  system !== undefined && (registered.has(system) || /\bus-npi\b/i.test(system));

export const isRegisteredNpiSystem = ({ system }: Identifier): boolean =>
  system !== undefined && registered.has(system);

/** The Luhn sum over the ten digits with the prefix 80840, which stands for US health care (ISO/IEC 7812, CMS). */
export function hasNpiCheckDigit(value: string): boolean {
  if (!/^\d{10}$/.test(value)) return false;
  const digits = [...`80840${value}`].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const weighed = place % 2 === 1 ? digit * 2 : digit;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
