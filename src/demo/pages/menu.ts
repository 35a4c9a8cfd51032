import { pages } from '../addresses.ts';

export const menu = [
  ['API', pages.api],
  ['Registration', pages.registration],
  ['Fees', pages.fees],
  ['Terms', pages.terms],
  ['Changes', pages.changes],
  ['EHI export', pages.ehiFormat],
  ['Practices', pages.practices],
  ['Certification', pages.disclosures],
] as const;
