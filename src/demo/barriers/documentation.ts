import { pages } from '../addresses.ts';
import type { BarrierSwitch, Behaviour } from '../behaviour.ts';
import { pageAnswer } from '../html.ts';
import { apiPage } from '../pages/api.ts';

type Vice = Omit<BarrierSwitch, 'topic' | 'apply'>;

/** Changes the words of one page, or of all. */
const rewritten = (vice: Vice, address: string | undefined, how: (markup: string) => string): BarrierSwitch => ({
  ...vice,
  topic: 'documentation',
  apply: behaviour =>
    void behaviour.pages.push((page, markup) => (address === undefined || page === address ? how(markup) : markup)),
});

/** Answers in place of a page. */
const answered = (vice: Vice, address: string, how: () => Response): BarrierSwitch => ({
  ...vice,
  topic: 'documentation',
  apply: behaviour => void behaviour.answers.push(request => (request.url === address ? how() : undefined)),
});

const discovery = (
  document: 'capabilityStatement' | 'smartConfiguration',
  vice: Vice,
  // biome-ignore lint/suspicious/noExplicitAny: FHIR and OAuth documents, about to be made wrong on purpose
  how: (document: any) => void,
): BarrierSwitch => ({
  ...vice,
  topic: 'documentation',
  apply: (behaviour: Behaviour) => void behaviour[document].push(how),
});

const page = (title: string, body: string, status = 200): Response =>
  new Response(
    `<!doctype html><html lang="en"><title>${title}</title><body><main><h1>${title}</h1>${body}</main></body></html>`,
    {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
  );

/** All between a heading and the next of its level, or the end. */
const withoutSection = (markup: string, id: string): string =>
  markup.replace(new RegExp(`<h2 id="${id}">.*?(?=<h2|</main>)`, 's'), '');

/** The end of the page's own text. */
const withMore = (markup: string, more: string): string => markup.replace('</main>', `${more}</main>`);

const gates = [
  answered(
    {
      id: 'documentation-behind-a-login',
      rules: ['documentation/public-access'],
      barrier: 'doc-access-gated',
      says: 'A login stands before the API documentation.',
      hides: true,
      excludes: ['documentation-for-an-address'],
    },
    pages.api,
    () =>
      page(
        'Partner portal',
        '<p>Please sign in to view the API documentation.</p><form><input name="user"><input type="password" name="word"><button>Sign in</button></form>',
      ),
  ),
  answered(
    {
      id: 'documentation-for-an-address',
      rules: ['documentation/public-access'],
      barrier: 'doc-access-gated',
      says: 'The API documentation is sent to those who leave an e-mail address.',
      hides: true,
    },
    pages.api,
    () =>
      page(
        'API guide',
        '<p>Complete this form to receive the API documentation.</p><form><label>Work e-mail <input type="email" name="mail" required></label><button>Send it</button></form>',
      ),
  ),
  answered(
    {
      id: 'documentation-gone',
      rules: ['documentation/living-addresses'],
      barrier: 'doc-link-dead',
      says: 'Status 200 and a page that says that there is none, where the terms should be.',
      hides: true,
    },
    pages.terms,
    () => page('Oops', '<p>The page you are looking for could not be found.</p>'),
  ),
];

const atTheHomePage: BarrierSwitch = {
  id: 'documentation-at-the-home-page',
  topic: 'documentation',
  rules: ['documentation/direct-address'],
  barrier: 'doc-not-direct',
  says: 'The registered address of the API documentation leads to the home page.',
  excludes: ['documentation-behind-a-login', 'documentation-for-an-address'],
  apply: behaviour => {
    const moved = `${pages.api}/reference`;
    behaviour.answers.push(request => {
      if (request.url === pages.api) return Response.redirect(pages.home, 302);
      return request.url === moved ? pageAnswer(apiPage()) : undefined;
    });
    behaviour.pages.push((_, markup) => markup.replaceAll(`href="${pages.api}"`, `href="${moved}"`));
  },
};

const onATestSystem: BarrierSwitch = {
  id: 'documentation-on-a-test-system',
  topic: 'documentation',
  rules: ['documentation/production-address'],
  barrier: 'doc-not-direct',
  says: 'The page of fees leads to a copy for acceptance tests.',
  hides: true,
  apply: behaviour =>
    void behaviour.answers.push(request => {
      const copy = `${pages.home}uat/fees`;
      if (request.url === pages.fees) return Response.redirect(copy, 302);
      return request.url === copy
        ? page('Fees', '<p>Developers and users of apps pay nothing: there is no charge for anything.</p>')
        : undefined;
    }),
};

const contents = [
  rewritten(
    {
      id: 'verification-to-be-documented',
      rules: ['documentation/finished-text'],
      barrier: 'doc-content-incomplete',
      says: 'A step of registration is still to be documented.',
    },
    pages.registration,
    markup => withMore(markup, '<h2>Verification</h2><p>Verification process to be documented.</p>'),
  ),
  rewritten(
    {
      id: 'errors-undocumented',
      rules: ['documentation/request-and-response'],
      barrier: 'doc-content-incomplete',
      says: 'No error is documented.',
    },
    undefined,
    markup => withoutErrors(withoutSection(markup, 'errors')),
  ),
  rewritten(
    {
      id: 'app-components-undocumented',
      rules: ['documentation/app-components', 'documentation/beyond-specifications'],
      barrier: 'doc-content-incomplete',
      says: 'What an app needs in order to talk to the API is not documented.',
    },
    undefined,
    markup => withoutTechnology(withoutSection(markup, 'components')),
  ),
  rewritten(
    {
      id: 'registration-attributes-undocumented',
      rules: ['documentation/registration-attributes'],
      barrier: 'doc-content-incomplete',
      says: 'What registration asks for is not documented.',
      excludes: ['verification-to-be-documented'],
    },
    undefined,
    markup =>
      markup.includes('<h1>Registering an app</h1>')
        ? '<!doctype html><html lang="en"><title>Registration</title><main><h1>Registration</h1><p>Registration is immediate and free, for production as well, at the portal. We may verify who a developer is within ten business days.</p></main></html>'
        : markup.replace('is registered as <code>application_type: native</code>', 'is native'),
  ),
  rewritten(
    {
      id: 'refresh-undocumented',
      rules: ['documentation/beyond-specifications', 'documentation/scopes-agreement'],
      barrier: 'doc-content-incomplete',
      says: 'How a native app gets a refresh token is not documented.',
    },
    undefined,
    markup =>
      markup.replace(/<h3 id="refresh">.*?(?=<h3)/s, '').replace(/refresh[_ -]?tokens?|offline_access/gi, 'renewal'),
  ),
  rewritten(
    {
      id: 'documentation-undated',
      rules: ['documentation/version-and-date'],
      barrier: 'doc-content-incomplete',
      says: 'The documentation says neither what version it describes nor when it was written.',
    },
    undefined,
    markup =>
      markup
        .replace(/Larkspur EHR (\d+\.\d+)/g, 'Larkspur EHR')
        .replace(/<td>\d{4}-\d{2}-\d{2}<\/td>/g, '<td>recently</td>')
        .replace(/version(?= 1 for both)/g, 'an older form')
        .replace(/Effective \d{4}-\d{2}-\d{2}/, 'Effective'),
  ),
  rewritten(
    {
      id: 'documentation-link-dead',
      rules: ['documentation/living-links'],
      barrier: 'doc-link-dead',
      says: 'The documentation links a guide that is not there.',
    },
    pages.api,
    markup => withMore(markup, '<p>More in the <a href="/api/guide">API guide</a>.</p>'),
  ),
];

const untrue = [
  rewritten(
    {
      id: 'resource-documented-in-vain',
      rules: ['documentation/resources-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'A resource type is documented that the API does not know.',
    },
    pages.api,
    markup => withMore(markup, '<h3>Appointment</h3><p>The visits to come of a patient.</p>'),
  ),
  discovery(
    'capabilityStatement',
    {
      id: 'resource-undocumented',
      rules: ['documentation/resources-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'A resource type is offered that is not documented.',
    },
    statement => void statement.rest[0].resource.push({ type: 'Flag', interaction: [{ code: 'read' }] }),
  ),
  rewritten(
    {
      id: 'search-documented-in-vain',
      rules: ['documentation/searches-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'A search is documented that the API does not know.',
    },
    pages.api,
    markup => withMore(markup, '<pre>GET [base]/Patient?email=someone@mail.example</pre>'),
  ),
  rewritten(
    {
      id: 'operation-documented-in-vain',
      rules: ['documentation/operations-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'An operation is documented that the API does not declare.',
    },
    pages.api,
    markup => withMore(markup, '<p>The operation $everything returns the whole record of a patient.</p>'),
  ),
  rewritten(
    {
      id: 'scope-documented-in-vain',
      rules: ['documentation/scopes-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'A scope is documented that the authorization server does not grant.',
    },
    pages.api,
    markup => withMore(markup, '<p>Ask for the scope online_access to keep a session alive.</p>'),
  ),
  rewritten(
    {
      id: 'endpoint-documented-elsewhere',
      rules: ['documentation/endpoints-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'The documented address of the token endpoint is not the one that is served.',
    },
    pages.api,
    markup =>
      markup
        .replaceAll('larkspur.example/token', 'larkspur.example/old/token')
        .replace('Customers with an address of their own answer alike.', ''),
  ),
  rewritten(
    {
      id: 'documentation-of-another-release',
      rules: ['documentation/versions-agreement'],
      barrier: 'doc-behavior-mismatch',
      says: 'The documentation describes FHIR DSTU2.',
    },
    undefined,
    markup => markup.replaceAll('FHIR R4 (4.0.1)', 'FHIR DSTU2'),
  ),
];

const business = [
  rewritten(
    {
      id: 'terms-unpublished',
      rules: ['documentation/terms-for-each-purpose'],
      barrier: 'doc-terms-unpublished',
      says: 'What is published about registration, fees and terms holds no terms.',
      excludes: ['terms-on-request', 'registration-attributes-undocumented', 'verification-to-be-documented'],
    },
    undefined,
    markup =>
      /<h1>(Terms of use of the API|Fees)<\/h1>/.test(markup)
        ? markup.replace(/(<h1>[^<]*<\/h1>).*?(?=<\/main>)/s, '$1<p>Larkspur Health</p>')
        : markup.includes('<h1>Registering an app</h1>')
          ? markup.replace(/<(p|li)>.*?<\/\1>/gs, '').replace(/<h2>How long.*?(?=<\/main>)/s, '')
          : markup.replace(/it can be read by anyone,\s+and using the API costs nothing/, 'it is public'),
  ),
  answered(
    {
      id: 'terms-on-request',
      rules: ['documentation/terms-in-public'],
      barrier: 'doc-terms-unpublished',
      says: 'The terms are to be had on request.',
      hides: true,
      excludes: ['documentation-gone'],
    },
    pages.terms,
    () => page('Terms', '<p>Developers may contact our partner team to obtain the API license agreement.</p>'),
  ),
  rewritten(
    {
      id: 'costs-undisclosed',
      rules: ['documentation/disclosed-costs'],
      barrier: 'fee-undisclosed-amount',
      says: 'The disclosures have costs to be asked for.',
    },
    pages.disclosures,
    () =>
      '<!doctype html><html lang="en"><title>Certification</title><main><h1>Certification</h1><p>This Health IT Module is certified by an ONC-Authorized Certification Body. Contact your account manager for pricing of additional modules.</p></main></html>',
  ),
];

export const barriers: readonly BarrierSwitch[] = [
  ...gates,
  atTheHomePage,
  onATestSystem,
  ...contents,
  ...untrue,
  ...business,
];

/** Statuses and error codes that stand in other sections. */
const withoutErrors = (markup: string): string =>
  markup
    .replace(/\b(invalid_\w+|unauthorized_client|access_denied|unsupported_grant_type|error_description)\b/g, 'words')
    .replace(/\berrors?\b|\bOperationOutcome\b/gi, 'word')
    .replace(/<code>(20[0-9]|40[0-9])<\/code>/g, 'a number');

/** What other sections say of an app's needs in passing. */
const withoutTechnology = (markup: string): string =>
  markup.replace(
    /\b(JSON|XML|HTTPS|HTTP\/1\.1|TLS|SDK|JWT|JWKS?|PKCE|S256|SHA-256|[RE]S(256|384)|OAuth 2\.0|OAuth|browser|web view|signatures?|librar(y|ies)|runtime|framework)\b/gi,
    'that',
  );
