import { type Deployment, type PageAddress, type PageRole, pageRoles, type Vendor } from '../model/vendor.ts';
import { environments } from '../model/words.ts';
import { formats } from './formats.ts';
import { nearest } from './spelling.ts';
import { type Answers, profileText } from './write.ts';

/** One thing that a person is asked when a profile is first written. */
export interface Question {
  /** The field of the profile that the answer fills, and the key of the reply. */
  readonly field: string;
  readonly question: string;
  /** Why it is asked, or what follows without an answer. */
  readonly help: string;
  /** What an empty line stands for; without it an empty line leaves the field out. */
  readonly default?: string;
  readonly required?: true;
  /** What is wrong with a reply that is not empty and what to do, or `undefined`. */
  check(reply: string): string | undefined;
}

const anyText = (reply: string) => (reply.length > 2000 ? 'That is too long for a profile.' : undefined);

const oneOf = (words: readonly string[]) => (reply: string) => {
  if (words.includes(reply)) return undefined;
  const meant = nearest(reply, words);
  return `${meant ? `Did you mean ${meant}? ` : ''}Answer with one of ${words.join(', ')}.`;
};

const formatted = (format: string) => (reply: string) => {
  const fault = formats[format]?.(reply);
  return fault && `That ${fault.says} ${fault.suggestion}`;
};

const page = (role: PageRole, question: string, help: string): Question => ({
  field: `pages.${role}`,
  question,
  help,
  check: formatted('http-address'),
});

/** What `init` asks, in this order. Nothing secret is asked for. */
export const questions: readonly Question[] = [
  {
    field: 'vendor',
    question: "What is the developer's name?",
    help: 'As patients and app developers know it; the folder of its runs is named after it.',
    required: true,
    check: anyText,
  },
  { field: 'product.name', question: 'What is the product called?', help: 'Findings name it.', check: anyText },
  {
    field: 'product.chpl',
    question: 'What is its CHPL product number?',
    help: 'On chpl.healthit.gov, as 15.04.04.1234.Lark.12.01.1.260101.',
    check: anyText,
  },
  {
    field: 'purpose',
    question: 'Why is it tested?',
    help: 'certification, surveillance, or connection: an app cannot connect.',
    default: 'connection',
    check: oneOf(['certification', 'surveillance', 'connection']),
  },
  {
    field: 'audience',
    question: 'Whose apps is the API for?',
    help: 'patient, provider, or both.',
    default: 'patient',
    check: oneOf(['patient', 'provider', 'both']),
  },
  {
    field: 'deployments.base',
    question: 'What is the FHIR base address?',
    help: 'Without one, only public pages can be read.',
    check: formatted('fhir-base'),
  },
  {
    field: 'deployments.environment',
    question: 'Is that server a sandbox, or in production?',
    help: 'What is seen on a sandbox is never reported as the behaviour of a system in use.',
    check: oneOf(environments),
  },
  {
    field: 'deployments.host',
    question: 'Who runs that server?',
    help: 'developer, customer or unknown: decides whom a finding is attributed to.',
    default: 'unknown',
    check: oneOf(['developer', 'customer', 'unknown']),
  },
  {
    field: 'deployments.data',
    question: 'Whose records does it hold?',
    help: 'synthetic, consenting or phi: decides what may be kept. Unstated is the most careful.',
    check: oneOf(['synthetic', 'consenting', 'phi']),
  },
  {
    field: 'standards.us-core',
    question: 'Which version of US Core does the vendor claim?',
    help: 'For example 6.1.0.',
    check: anyText,
  },
  page('api', 'Where is the API documentation?', 'The address registered on CHPL is best.'),
  page('service-base-urls', "Where is the list of customers' FHIR base addresses?", 'It must be public.'),
  page('registration', 'Where does an app developer register?', 'Where onboarding begins.'),
  page('fees', 'Where are the fees for the API?', 'Looked for in the API documentation otherwise.'),
  page('terms', 'Where are the terms for the API?', 'Looked for in the API documentation otherwise.'),
  page('ehi-format', 'Where is the format of the EHI export described?', 'It must be public.'),
  page(
    'disclosures',
    'Where are the mandatory disclosures?',
    'Costs and limitations that the developer must disclose.',
  ),
  {
    field: 'engagement.by',
    question: 'Who has given leave to sign in with credentials of ours?',
    help: 'A name. Without one, only public pages are read.',
    check: anyText,
  },
];

/**
 * The text of a profile from replies by {@link Question.field}, each of which passed its question's check. Empty replies
 * take the question's default or are left out.
 */
export function profileFromAnswers(replies: Readonly<Record<string, string | undefined>>): string {
  const reply = (field: string): string | undefined =>
    replies[field]?.trim() || questions.find(question => question.field === field)?.default;
  const audience = reply('audience');
  const answers: { -readonly [field in keyof Answers]: Answers[field] | undefined } = {
    vendor: reply('vendor') ?? '',
    product: present({ name: reply('product.name'), chpl: reply('product.chpl') }),
    purpose: reply('purpose') as Vendor['purpose'] | undefined,
    audience: audience === 'both' ? ['patient', 'provider'] : [audience as 'patient' | 'provider'],
    usCore: reply('standards.us-core'),
    base: reply('deployments.base'),
    environment: reply('deployments.environment') as Deployment['environment'],
    host: reply('deployments.host') as Deployment['host'],
    data: reply('deployments.data') as Deployment['data'],
    pages: Object.fromEntries(
      pageRoles.flatMap((role): [PageRole, PageAddress][] => {
        const url = reply(`pages.${role}`);
        return url ? [[role, { url }]] : [];
      }),
    ),
    by: reply('engagement.by'),
  };
  return profileText(present(answers) as Answers);
}

function present<T extends object>(fields: T): { [name in keyof T]?: Exclude<T[name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
