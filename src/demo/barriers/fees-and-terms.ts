import { pages } from '../addresses.ts';
import type { BarrierSwitch } from '../behaviour.ts';

type Vice = Omit<BarrierSwitch, 'topic' | 'apply' | 'rules'> & {
  /** Names of rules of this topic. */
  readonly rules: readonly [string, ...string[]];
};

/** Adds to what a page of the vendor's says. */
const saying = (
  { rules: [first, ...rest], ...vice }: Vice,
  address: string,
  how: (markup: string) => string,
): BarrierSwitch => ({
  ...vice,
  topic: 'fees-and-terms',
  rules: [`fees-and-terms/${first}`, ...rest.map(rule => `fees-and-terms/${rule}`)],
  apply: behaviour => void behaviour.pages.push((page, markup) => (page === address ? how(markup) : markup)),
});

const below = (more: string) => (markup: string) => markup.replace('</main>', `${more}</main>`);

/** One more item of the terms of use. */
const term = (vice: Vice, title: string, clause: string): BarrierSwitch =>
  saying(vice, pages.terms, markup => markup.replace('</ol>', `<li><strong>${title}.</strong> ${clause}</li></ol>`));

/** One more part of the page of fees. */
const fee = (vice: Vice, more: string): BarrierSwitch => saying(vice, pages.fees, below(more));

const fees = [
  fee(
    {
      id: 'production-for-money',
      rules: ['entry-charge'],
      barrier: 'fee-entry-charge',
      says: 'A table prices production access for those who make apps.',
    },
    `<h2>Price list</h2><table><thead><tr><th>Item</th><th>Who pays</th><th>Once</th><th>Each month</th></tr></thead><tbody>
<tr><td>Documentation</td><td>Nobody</td><td>$0</td><td>$0</td></tr>
<tr><td>Production credentials</td><td>App developer</td><td>$1,500</td><td>$90</td></tr></tbody></table>`,
  ),
  fee(
    {
      id: 'price-at-the-salespeople',
      rules: ['fee-amounts'],
      barrier: 'fee-undisclosed-amount',
      says: 'What practices pay for the API only a salesperson tells.',
    },
    '<h2>For practices</h2><p>Practices pay a deployment fee for the API. Contact our sales team for pricing.</p>',
  ),
  fee(
    {
      id: 'dearer-for-competitors',
      rules: ['fee-basis'],
      barrier: 'fee-value-or-competitor-based',
      says: 'A hosting fee of the API is higher where a competitor is connected.',
    },
    '<h2>Hosting</h2><p>Practices pay $20 a month for hosting of the API, and $60 if they connect a product of our competitors.</p>',
  ),
  fee(
    {
      id: 'patients-pay',
      rules: ['individual-access'],
      barrier: 'fee-individual-access',
      says: 'Patients pay to connect an app.',
    },
    '<h2>For patients</h2><p>Patients are charged $4 each time they connect an app to their record.</p>',
  ),
  saying(
    {
      id: 'export-for-money',
      rules: ['ehi-export-fee'],
      barrier: 'fee-ehi-export',
      says: 'An export of all patients costs money.',
    },
    pages.fees,
    below(
      '<h2>Leaving us</h2><p>Practices that move to another product pay $3,000 for the EHI export of all patients.</p>',
    ),
  ),
  fee(
    {
      id: 'own-server-by-the-call',
      rules: ['usage-fee'],
      barrier: 'fee-usage-not-incremental',
      says: 'Hospitals that run the API themselves pay for each call.',
    },
    '<h2>Hospitals</h2><p>Hospitals that host the API themselves pay $0.01 per call.</p>',
  ),
];

const terms = [
  term(
    {
      id: 'no-competition',
      rules: ['freedom-to-compete'],
      barrier: 'con-restrictive-covenant',
      says: 'Apps may not compete with the vendor.',
    },
    'Competition',
    'You shall not use the API to build a product that competes with Larkspur EHR.',
  ),
  term(
    {
      id: 'one-marketplace',
      rules: ['freedom-to-deal-with-others'],
      barrier: 'con-restrictive-covenant',
      says: 'Apps may be handed out in one place alone.',
    },
    'Distribution',
    'The app may be distributed exclusively through the Larkspur marketplace.',
  ),
  term(
    {
      id: 'module-first',
      rules: ['other-products'],
      barrier: 'con-restrictive-covenant',
      says: 'A module must be bought before an app may connect.',
    },
    'Larkspur Insight',
    'You must also license our Insight analytics module before your app is connected to the API.',
  ),
  term(
    {
      id: 'app-handed-over',
      rules: ['intellectual-property'],
      barrier: 'con-ip-or-data-reciprocity',
      says: 'What is built on the API becomes the property of the vendor.',
    },
    'Improvements',
    'You hereby assign to us all right, title and interest in improvements that you make with the API.',
  ),
  term(
    {
      id: 'data-in-return',
      rules: ['application-data'],
      barrier: 'con-ip-or-data-reciprocity',
      says: 'Apps must open their own data in return.',
    },
    'Reciprocity',
    'In return, you shall give us reciprocal access to the data of your app.',
  ),
  term(
    {
      id: 'access-at-will',
      rules: ['refusal-and-withdrawal'],
      barrier: 'con-discretionary-or-onerous-terms',
      says: 'Access may be withdrawn for any reason or none.',
    },
    'Withdrawal',
    'Larkspur may revoke the access of an app in its sole discretion, for any reason or no reason.',
  ),
  term(
    {
      id: 'for-evaluation-alone',
      rules: ['use-of-records-and-api'],
      barrier: 'con-discretionary-or-onerous-terms',
      says: 'The API is licensed for evaluation alone.',
    },
    'Scope',
    'The API is licensed to you solely for internal evaluation in a non-production environment.',
  ),
  term(
    {
      id: 'all-risk-on-the-app',
      rules: ['liability'],
      barrier: 'con-discretionary-or-onerous-terms',
      says: "Developers answer for the vendor's own negligence.",
    },
    'Indemnity',
    'You will indemnify us against all claims that concern the API, regardless of fault.',
  ),
  term(
    {
      id: 'business-associate-of-everyone',
      rules: ['business-associate-agreement'],
      barrier: 'con-discretionary-or-onerous-terms',
      says: 'Every developer must sign a business associate agreement.',
    },
    'HIPAA',
    'Every developer must sign a Business Associate Agreement with us.',
  ),
  term(
    {
      id: 'silence-about-the-api',
      rules: ['free-speech'],
      barrier: 'con-gag-or-broad-nda',
      says: 'Developers may publish nothing about how the API performs.',
    },
    'Publicity',
    'You may not publish benchmarks or statements about the performance of the API.',
  ),
  term(
    {
      id: 'change-overnight',
      rules: ['notice-of-change'],
      barrier: 'con-change-without-notice',
      says: 'API and terms may change at any time without notice.',
    },
    'Our right to change',
    'Larkspur may modify the API or these terms at any time without notice.',
  ),
  term(
    {
      id: 'review-before-production',
      rules: ['vendor-programs'],
      barrier: 'reg-vendor-program-gate',
      says: 'Apps must pass a review of the vendor before production.',
    },
    'Review',
    'Your app must pass our technical review and a demonstration before it is enabled in production.',
  ),
  term(
    {
      id: 'other-terms-for-competitors',
      rules: ['equal-terms'],
      barrier: 'con-discretionary-or-onerous-terms',
      says: 'Competitors get other terms.',
    },
    'Competitors',
    'For competitors of Larkspur, additional terms and conditions apply.',
  ),
];

export const barriers: readonly BarrierSwitch[] = [...fees, ...terms];
