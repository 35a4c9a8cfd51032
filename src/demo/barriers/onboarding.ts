import { endpoints, pages } from '../addresses.ts';
import type { BarrierSwitch, Letter } from '../behaviour.ts';
import { html, pageText } from '../html.ts';

type Vice = Pick<BarrierSwitch, 'id' | 'barrier' | 'says' | 'excludes'> & {
  /** Names of rules of this topic. */
  readonly rules: readonly [string, ...string[]];
};

const named = ({ rules: [first, ...rest], ...vice }: Vice): Omit<BarrierSwitch, 'apply'> => ({
  ...vice,
  topic: 'onboarding',
  rules: [`onboarding/${first}`, ...rest.map(rule => `onboarding/${rule}`)],
});

/** Changes the portal's page, where apps are registered by hand. */
const portal = (vice: Vice, how: (markup: string) => string): BarrierSwitch => ({
  ...named(vice),
  apply: behaviour => void behaviour.pages.push((address, markup) => (address === pages.portal ? how(markup) : markup)),
});

/** One more thing that the portal's form cannot be sent without. */
const field = (vice: Vice, markup: string): BarrierSwitch =>
  portal(vice, page => page.replace('<button type="submit">Register the app', `${markup}$&`));

/** Answers a request to register in place of the authorization server, where it is not as the vendor likes. */
const endpoint = (vice: Vice, refusal: (metadata: Record<string, unknown>) => Response | undefined): BarrierSwitch => ({
  ...named(vice),
  apply: behaviour =>
    void behaviour.answers.push(async request =>
      request.method === 'POST' && request.url === endpoints.registration
        ? refusal((await request.json()) as Record<string, unknown>)
        : undefined,
    ),
});

/** What the vendor did, as someone who asked to be let in wrote it down. */
const letters = (vice: Vice, ...written: readonly Omit<Letter, 'about'>[]): BarrierSwitch => ({
  ...named(vice),
  apply: behaviour => void behaviour.letters.push(...written.map(letter => ({ ...letter, about: vice.id }))),
});

const refusal = (error: string, error_description: string, status = 400) =>
  Response.json({ error, error_description }, { status });

const atTheForm = [
  field(
    {
      id: 'registration-for-customers',
      rules: ['registration-without-a-sponsor'],
      barrier: 'reg-sponsor-precondition',
      says: 'The form to register an app cannot be sent without naming a customer who sponsors it.',
    },
    '<label>Sponsoring customer <input name="sponsor" required></label>',
  ),
  field(
    {
      id: 'registration-after-an-audit',
      rules: ['patient-apps-without-vetting'],
      barrier: 'reg-patient-app-vetting',
      says: 'The form to register an app cannot be sent without a report on its security.',
    },
    '<label>SOC 2 report <input name="soc2" type="file" required></label>',
  ),
  field(
    {
      id: 'registration-for-partners',
      rules: ['production-without-a-programme'],
      barrier: 'reg-vendor-program-gate',
      says: "The form to register an app cannot be sent without a number in the vendor's programme.",
    },
    '<label>Partner program number <input name="partner" required></label>',
  ),
  field(
    {
      id: 'registration-by-card',
      rules: ['registration-at-no-charge'],
      barrier: 'fee-entry-charge',
      says: 'The form to register an app cannot be sent without a credit card.',
    },
    '<label>Card number <input name="card" autocomplete="cc-number" required></label>',
  ),
  field(
    {
      id: 'registration-by-business-number',
      rules: ['registration-fields-documented'],
      barrier: 'doc-terms-unpublished',
      says: 'The form to register an app cannot be sent without a D-U-N-S number, of which no page tells.',
    },
    '<label>D-U-N-S number <input name="duns" required></label>',
  ),
] as const;

const closedPortal = pageText({
  title: 'Larkspur developer portal',
  body: html`<form method="post" action="/session"><label>User name <input name="user" required></label><label>Password <input name="password" type="password" required></label><button type="submit">Sign in</button></form>`,
});
const salesPage = pageText({
  title: 'Larkspur developer portal',
  body: html`<p>Developers must contact our sales team to be activated.</p>`,
});

const closed: readonly BarrierSwitch[] = [
  {
    ...named({
      id: 'registration-by-invitation',
      rules: ['route-for-a-stranger'],
      barrier: 'reg-no-public-path',
      says: 'The portal asks to sign in and offers no account, and the registration endpoint wants a token.',
      excludes: [
        ...atTheForm.map(({ id }) => id),
        'registration-by-sales',
        'public-apps-refused',
        'backend-apps-refused',
      ],
    }),
    apply: behaviour => {
      behaviour.pages.push((address, markup) => (address === pages.portal ? closedPortal : markup));
      behaviour.answers.push(request =>
        request.method === 'POST' && request.url === endpoints.registration
          ? refusal('invalid_token', 'an initial access token is needed', 401)
          : undefined,
      );
    },
  },
  {
    ...named({
      id: 'registration-by-sales',
      rules: ['registration-without-sales'],
      barrier: 'reg-no-public-path',
      says: 'The portal sends developers to sales, and no registration endpoint is named.',
      excludes: [...atTheForm.map(({ id }) => id), 'public-apps-refused', 'backend-apps-refused'],
    }),
    apply: behaviour => {
      behaviour.pages.push((address, markup) => (address === pages.portal ? salesPage : markup));
      behaviour.smartConfiguration.push(configuration => {
        delete configuration.registration_endpoint;
      });
      behaviour.openidConfiguration.push(configuration => {
        delete configuration.registration_endpoint;
      });
    },
  },
];

const atTheEndpoint: readonly BarrierSwitch[] = [
  endpoint(
    {
      id: 'public-apps-refused',
      rules: ['public-apps'],
      barrier: 'reg-public-client-refused',
      says: 'The registration endpoint refuses apps without a secret.',
    },
    ({ token_endpoint_auth_method }) =>
      token_endpoint_auth_method === 'none'
        ? refusal('invalid_client_metadata', 'token_endpoint_auth_method must not be none')
        : undefined,
  ),
  {
    ...named({
      id: 'backend-apps-refused',
      rules: ['backend-apps'],
      barrier: 'reg-system-client-refused',
      says: 'Neither the registration endpoint nor the form takes the keys of backend services.',
    }),
    apply: behaviour => {
      behaviour.pages.push((address, markup) =>
        address === pages.portal
          ? markup.replace(/<label>[^<]*keys[^<]*<(input|textarea)[\s\S]*?<\/label>/g, '')
          : markup,
      );
      behaviour.answers.push(async request => {
        if (request.method !== 'POST' || request.url !== endpoints.registration) return undefined;
        const { grant_types = [] } = (await request.json()) as { grant_types?: string[] };
        return grant_types.includes('client_credentials')
          ? refusal('invalid_client_metadata', 'grant_types must be authorization_code')
          : undefined;
      });
    },
  },
];

const asked = {
  means: 'request',
  who: 'us',
  what: 'form',
  app: 'patient',
  text: 'We asked to register our app.',
} as const;
const theirMail = { who: 'vendor', what: 'mail' } as const;
const reason = {
  ...theirMail,
  means: 'reason',
  text: 'The reason is that the version in use there has no room for further apps.',
} as const;
const alternative = { ...theirMail, means: 'alternative', text: 'The group export is open to you instead.' } as const;

const inLetters = [
  letters(
    {
      id: 'verification-of-seven-weeks',
      rules: ['verification-in-ten-business-days'],
      barrier: 'reg-verification-late',
      says: 'The check of an app took seven weeks.',
    },
    { ...asked, daysAgo: 70 },
    { ...theirMail, daysAgo: 68, means: 'received', text: 'Your request arrived.' },
    { ...theirMail, daysAgo: 20, means: 'verified', text: 'We have checked who you are.' },
    { daysAgo: 19, means: 'enabled', who: 'us', text: 'The app works in production.' },
  ),
  letters(
    {
      id: 'production-after-five-weeks',
      rules: ['production-in-five-business-days'],
      barrier: 'reg-production-late',
      says: 'A checked app was switched on five weeks later.',
    },
    { ...asked, daysAgo: 60 },
    { ...theirMail, daysAgo: 55, means: 'verified', text: 'We have checked who you are.' },
    { daysAgo: 20, means: 'enabled', who: 'us', text: 'The app works in production.' },
  ),
  letters(
    {
      id: 'requests-left-unanswered',
      rules: ['answers-to-requests', 'production-in-five-business-days', 'verification-in-ten-business-days'],
      barrier: 'reg-no-public-path',
      says: 'Two requests to register an app were met with silence.',
    },
    { ...asked, daysAgo: 60 },
    { ...asked, daysAgo: 40, text: 'We asked again.' },
  ),
  letters(
    {
      id: 'refusal-without-a-reason',
      rules: ['reason-for-a-refusal'],
      barrier: 'den-no-written-reason',
      says: 'An app was refused on the telephone, and no reason came in writing.',
    },
    { ...asked, daysAgo: 60 },
    { daysAgo: 57, who: 'vendor', what: 'call', means: 'refused', text: 'They said no.' },
    { ...alternative, daysAgo: 55 },
  ),
  letters(
    {
      id: 'refusal-without-an-alternative',
      rules: ['alternatives-to-a-refusal'],
      barrier: 'den-alternative-not-offered',
      says: 'An app was refused, and no other way was offered.',
    },
    { ...asked, daysAgo: 60 },
    { ...theirMail, daysAgo: 57, means: 'refused', text: 'We decline your request. A letter follows.' },
    { ...reason, daysAgo: 55 },
  ),
  letters(
    {
      id: 'tefca-instead-of-the-api',
      rules: ['fhir-beside-tefca'],
      barrier: 'den-tefca-only',
      says: 'Who asked for the API was told to use TEFCA.',
    },
    { ...asked, daysAgo: 60 },
    { ...theirMail, daysAgo: 57, means: 'refused', text: 'Please use TEFCA through your QHIN instead of the API.' },
    { ...reason, daysAgo: 55 },
    { ...alternative, daysAgo: 55 },
  ),
  letters(
    {
      id: 'licence-never-offered',
      rules: ['licence-in-time'],
      barrier: 'den-license-late',
      says: 'A licence was talked about, and after three months there is none.',
    },
    {
      daysAgo: 95,
      means: 'licence-request',
      who: 'us',
      what: 'mail',
      text: 'We asked for the licence that the app needs.',
    },
    { ...theirMail, daysAgo: 90, means: 'licence-talks', text: 'Our lawyers will write to you.' },
  ),
  letters(
    {
      id: 'refusal-for-security-alone',
      rules: ['risk-behind-a-security-refusal'],
      barrier: 'sec-blanket-security-denial',
      says: 'An app was refused for the sake of security, and no risk was named.',
    },
    { ...asked, daysAgo: 60 },
    { ...theirMail, daysAgo: 57, means: 'refused', text: 'Your app does not meet our security policy.' },
    { ...reason, daysAgo: 55 },
    { ...alternative, daysAgo: 55 },
  ),
  letters(
    {
      id: 'customer-overruled',
      rules: ['choice-of-the-customer'],
      barrier: 'dis-customer-choice-overridden',
      says: 'An app that a customer had allowed was refused.',
    },
    { ...asked, app: 'provider', daysAgo: 60 },
    { daysAgo: 57, who: 'customer', what: 'mail', means: 'allowed', text: 'The practice wants the app.' },
    { ...theirMail, daysAgo: 55, means: 'refused', text: 'We decline the request of the practice.' },
    { ...reason, daysAgo: 54 },
    { ...alternative, daysAgo: 54 },
  ),
] as const;

export const barriers: readonly BarrierSwitch[] = [...atTheForm, ...atTheEndpoint, ...closed, ...inLetters];
