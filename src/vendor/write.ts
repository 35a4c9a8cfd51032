import { stringify } from 'yaml';
import { type Deployment, type PageAddress, type PageRole, pageRoles, type Vendor } from '../model/vendor.ts';

/** What is known of a vendor when its profile is first written. */
export interface Answers {
  readonly vendor: string;
  readonly product?: Omit<Vendor['product'], 'criteria'>;
  readonly purpose?: Vendor['purpose'];
  readonly audience?: Vendor['audience'];
  readonly usCore?: string;
  readonly base?: string;
  readonly environment?: Deployment['environment'];
  readonly host?: Deployment['host'];
  readonly data?: Deployment['data'];
  readonly pages?: { readonly [role in PageRole]?: PageAddress };
  /** Who gave leave to sign in with the credentials of the profile. */
  readonly by?: string;
}

const pageComments: Readonly<Record<PageRole, string>> = {
  api: 'API documentation',
  registration: 'where an app developer registers',
  fees: 'fees for the certified API',
  terms: 'terms and conditions for the certified API',
  'ehi-format': 'the format of the EHI export',
  'service-base-urls': "the list of customers' FHIR base addresses",
  disclosures: 'mandatory disclosures of costs and limitations',
};

/** A commented YAML profile; what is not known yet stands in it as a comment to be filled in. */
export function profileText(answers: Answers): string {
  const { vendor, product = {}, purpose, audience, usCore, base, environment, host, data, pages = {}, by } = answers;
  const given = (field: string, value: string | undefined, example: string, comment?: string) =>
    `${value === undefined ? '# ' : ''}${field}: ${value === undefined ? example : scalar(value)}${comment ? `   # ${comment}` : ''}`;
  const block = (name: string, lines: readonly string[]) =>
    lines.every(line => line.startsWith('#'))
      ? [`# ${name}:`, ...lines.map(line => line.replace(/^# /, '#   '))]
      : [`${name}:`, ...lines.map(line => `  ${line}`)];

  return `${[
    '# Who is under test. Only `vendor` is required; `special-effort check` says what else is worth adding.',
    '# Secrets never stand here: write env:NAME or file:PATH.',
    '',
    `vendor: ${scalar(vendor)}`,
    ...block('product', [
      given('name', product.name, 'NAME'),
      given('version', product.version, 'VERSION'),
      given('chpl', product.chpl, '15.04.04.1234.Lark.12.01.1.260101', 'the number on chpl.healthit.gov'),
    ]),
    given('purpose', purpose, 'connection', 'certification, surveillance or connection'),
    `${audience ? '' : '# '}audience: [${(audience ?? ['patient']).join(', ')}]   # whose apps the API is for: patient, provider`,
    '',
    '# What the vendor claims to conform to.',
    ...block('standards', [
      given('us-core', usCore, '6.1.0'),
      given('smart', undefined, '2.2.0'),
      given('bulk', undefined, '2.0.0'),
    ]),
    '',
    '# The FHIR servers under test.',
    ...(base === undefined
      ? ['# deployments:', '#   - id: sandbox', '#     base: https://fhir.example/r4']
      : ['deployments:', `  - id: ${environment ?? 'main'}`, `    base: ${scalar(base)}`]),
    ...[
      given('environment', environment, 'sandbox', 'sandbox or production'),
      given('host', host, 'developer', 'who runs it: developer, customer or unknown'),
      given('data', data, 'synthetic', 'synthetic, consenting or phi: decides what may be kept'),
    ].map(line => (base === undefined ? `#     ${line.replace(/^# /, '')}` : line.replace(/^(# )?/, '    $1'))),
    '',
    '# Public pages: an address, a list of them, or { url, source: chpl | found | told }.',
    ...block(
      'pages',
      pageRoles.map(role => {
        const page = pages[role];
        if (!page) return `# ${role}: https://...   # ${pageComments[role]}`;
        const { url, source } = page;
        return `${role}: ${source ? `{ url: ${JSON.stringify(url)}, source: ${source} }` : scalar(url)}   # ${pageComments[role]}`;
      }),
    ),
    '',
    '# Leave to do more than look at what is public. Each of these is permitted by itself:',
    '# consented (sign in and read), negative (send what must be refused), load (in parallel), write (register, export).',
    '# Beyond consented, name the document that gives leave.',
    ...(by === undefined
      ? ['# engagement: { by: YOUR NAME, document: contract.pdf, until: 2027-03-31, permits: [consented] }']
      : [
          'engagement:',
          `  by: ${scalar(by)}`,
          '  permits: [consented]',
          '  # document: contract.pdf',
          '  # until: 2027-03-31',
        ]),
    '',
    '# Apps registered with the vendor, people who can sign in, and patients who are ours to read.',
    '# clients: [{ id: app, kind: public, client-id: ID, redirect: https://app.example/callback }]',
    '# sign-in: { people: { alice: { username: alice, password: env:ALICE_PASSWORD } } }',
    '# patients: [{ id: ID, sign-in: alice }]',
  ].join('\n')}\n`;
}

/** One line of YAML, quoted where it must be; other readers of YAML must not take a version for a number. */
function scalar(text: string): string {
  return stringify(text, { lineWidth: 0, blockQuote: false }).trimEnd();
}
