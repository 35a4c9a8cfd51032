import { wantsToken } from '../../facts/onboarding/registrations.ts';
import { routes } from '../../facts/onboarding/routes.ts';
import { exhibit, form, page, program, refused, registered } from '../../facts/onboarding/samples.ts';
import { registrationForms } from '../../facts/onboarding/ways-in.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Whoever must be known before they may ask is never known: new apps stay out, and patients with those there are. */
export default defineRule({
  id: 'onboarding/route-for-a-stranger',
  says: 'A developer whom nobody there knows finds a way to ask for registration',
  otherwise: 'A developer whom nobody there knows finds no way to ask for registration',
  cites: [
    '45 CFR 170.315(g)(10)(iii)',
    'APP-REG-1',
    '45 CFR 170.404(a)(2)(ii)(A)(6)',
    '45 CFR 170.404(a)(4)(ii)(A)(1)',
  ],
  barrier: 'reg-no-public-path',
  assumes:
    'A form, a registration endpoint or a mail address is a way in if a stranger can use it; a page to sign in, without a way to an account, is none.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Publish a form, a registration endpoint or a mail address that is answered, for everyone.',
  per: 'vendor',
  needs: { routes },
  judge({ routes: { ways, programs } }) {
    const [first, ...others] = [
      ...ways.flatMap(({ exhibits }) => exhibits),
      ...programs.map(({ endpoint }) => endpoint.namedBy),
    ] as [ExhibitId, ...ExhibitId[]];
    const everything = [first, ...others] as const;
    const tried = programs.flatMap(({ registrations = [] }) => registrations);
    const open = tried.find(({ outcome }) => outcome === 'registered' || outcome === 'reused');
    if (open) return { ...passed(...open.exhibits), because: `A program registered a ${open.kind} app by itself.` };
    const formThere = registrationForms(ways).find(({ way }) => way.behind === undefined);
    if (formThere)
      return { ...passed(...formThere.way.exhibits), because: `${formThere.way.url} holds a form to register with.` };
    const byMail = ways.find(
      ({ mailAddresses, text }) => mailAddresses.length > 0 && /regist|client.?id|credential|onboard|enrol/i.test(text),
    );
    if (byMail) {
      return {
        ...passed(...byMail.exhibits),
        because: `${byMail.url} names ${byMail.mailAddresses[0]} to write to. Whether anyone answers is told elsewhere.`,
      };
    }
    if (programs.some(({ endpoint, registrations }) => endpoint.address && !registrations)) {
      return cantTell(
        'A registration endpoint is published, and it was not tried whether it is open to a stranger.',
        ...everything,
      );
    }
    const unseen = ways.find(({ behind }) => behind === 'robot-check' || behind === 'not-drawn');
    if (unseen)
      return cantTell(
        `${unseen.url} could not be read as a person would; a person should open it.`,
        ...unseen.exhibits,
      );
    const account = ways.find(({ offersAccount, behind }) => offersAccount && behind !== 'nothing-there');
    if (account)
      return cantTell(
        `${account.url} offers an account; what is asked for behind it was not seen.`,
        ...account.exhibits,
      );
    if (ways.length === 0)
      return cantTell('No page about registration was read; only that no endpoint is open is known.', ...everything);
    const closed = ways.filter(({ behind }) => behind !== undefined);
    const toldOpenly = ways.some(({ behind, found }) => behind === undefined && found === 'described');
    const refusals = tried.filter(wantsToken);
    const wall = closed.find(({ behind }) => behind === 'sign-in');
    if (wall && (refusals.length > 0 || tried.length === 0)) {
      const endpoint =
        refusals.length > 0 ? 'the registration endpoint wants a token' : 'there is no registration endpoint';
      return failed(
        `${wall.url} asks to sign in and offers no account, and ${endpoint}.`,
        ...wall.exhibits,
        ...refusals.flatMap(({ exhibits }) => exhibits),
      );
    }
    if (!toldOpenly && closed.length === ways.length)
      return failed(
        `Nothing is there at ${ways.map(({ url }) => url).join(' and ')}, and no endpoint is open.`,
        ...everything,
      );
    return cantTell(
      'The pages were read, and neither a form, nor an open endpoint, nor a mail address was found on them; a person should read them.',
      ...everything,
    );
  },
  examples: {
    passed: [
      {
        when: 'a program registers itself',
        facts: { routes: { ways: [], programs: [program({ registrations: [registered('public')] })] } },
      },
      { when: 'a form is open to everyone', facts: { routes: { ways: [page(form())], programs: [] } } },
      {
        when: 'it is asked for by mail',
        facts: {
          routes: {
            ways: [page('<p>To register an app write to <a href="mailto:api@larkspur.example">us</a>.</p>')],
            programs: [],
          },
        },
      },
    ],
    failed: [
      {
        when: 'one must sign in with an account that one cannot make, and the endpoint wants a token',
        facts: {
          routes: {
            ways: [
              page(
                '<form><input type="text" name="user"><input type="password" name="password"><button>Sign in</button></form>',
              ),
            ],
            programs: [program({ registrations: [refused('public', { status: 401, error: 'invalid_token' })] })],
          },
        },
      },
      {
        when: 'the page is gone and there is no endpoint',
        facts: {
          routes: {
            ways: [page('', { behind: 'nothing-there', found: 'described', status: 404 })],
            programs: [program({ address: undefined })],
          },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'an endpoint that was not tried',
        facts: { routes: { ways: [page('<p>Welcome.</p>')], programs: [program()] } },
      },
      { when: 'a check for robots', facts: { routes: { ways: [page('', { behind: 'robot-check' })], programs: [] } } },
      {
        when: 'an account first',
        facts: { routes: { ways: [page('<p><a href="/join">Sign up</a></p>')], programs: [] } },
      },
      {
        when: 'a page that only tells',
        facts: {
          routes: {
            ways: [page('<p>Apps are registered with us.</p>', { found: 'described' })],
            programs: [program({ address: undefined })],
          },
        },
      },
      {
        when: 'no page was read',
        facts: {
          routes: {
            ways: [],
            programs: [{ ...program({ address: undefined }), endpoint: { documents: [], namedBy: exhibit } }],
          },
        },
      },
    ],
  },
});
