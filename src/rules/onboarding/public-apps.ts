import { type Registration, registrations, wantsToken } from '../../facts/onboarding/registrations.ts';
import { refused, registered } from '../../facts/onboarding/samples.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

/** An app in a browser or on a phone cannot keep a secret; where it must have one, patients get no such app. */
export default defineRule({
  id: 'onboarding/public-apps',
  says: 'An app that holds no secret is registered',
  otherwise: 'An app that holds no secret is not registered',
  cites: ['AUT-PAT-4', 'APP-REG-1'],
  barrier: 'reg-public-client-refused',
  assumes: 'A refusal hangs on the secret where the same request with a secret is accepted.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Register clients with token_endpoint_auth_method "none", and ask them for PKCE.',
  per: 'deployment',
  needs: { registrations },
  judge({ registrations }) {
    const withSecret = registrations.find(({ kind }) => kind === 'symmetric');
    const verdicts = registrations
      .filter(({ kind }) => kind === 'public' || kind === 'native')
      .map(one => about(one.kind === 'public' ? 'in a browser' : 'on a phone or computer', verdictOn(one, withSecret)));
    return verdicts.length > 0
      ? verdicts
      : [inapplicable('No app without a secret was registered.', ...registrations.flatMap(({ exhibits }) => exhibits))];
  },
  examples: {
    passed: [
      { when: 'registered without a secret', facts: { registrations: [registered('public'), registered('native')] } },
    ],
    failed: [
      {
        when: 'refused, and accepted with a secret',
        facts: { registrations: [refused('public'), registered('symmetric')] },
      },
      {
        when: 'a secret is given to an app that cannot keep it',
        facts: { registrations: [registered('public', { authentication: 'client_secret_basic', secretGiven: true })] },
      },
    ],
    'cant-tell': [
      {
        when: 'nobody is let in without a token',
        facts: { registrations: [refused('public', { status: 401, error: 'invalid_token' })] },
      },
      { when: 'refused with a secret as well', facts: { registrations: [refused('public'), refused('symmetric')] } },
      {
        when: 'an address of this machine is refused to a native app',
        facts: {
          registrations: [
            registered('public'),
            refused('native', { error: 'invalid_redirect_uri' }),
            registered('symmetric'),
          ],
        },
      },
      { when: 'a page came back', facts: { registrations: [refused('public', { outcome: 'unclear', status: 200 })] } },
    ],
    inapplicable: [{ when: 'only a server was registered', facts: { registrations: [registered('backend')] } }],
  },
});

function verdictOn(one: Registration, withSecret: Registration | undefined): Verdict {
  const { outcome, exhibits, kind, error = 'no error code', description, status } = one;
  const said = `It was refused with ${status} ${error}${description ? ` ("${description}")` : ''}`;
  if (outcome === 'registered' || outcome === 'reused') {
    const method = one.authentication ?? 'none';
    if (method === 'none') return passed(...exhibits);
    return one.secretGiven
      ? failed(`It asked for "none" and was registered with ${method} and a secret.`, ...exhibits)
      : cantTell(`It asked for "none" and was registered with ${method}.`, ...exhibits);
  }
  if (outcome === 'unclear')
    return cantTell(
      `The endpoint answered ${status ?? 'nothing'}, which is neither a registration nor a refusal.`,
      ...exhibits,
    );
  if (wantsToken(one))
    return cantTell(`${said}: the endpoint lets in only those who have a token, whatever the app.`, ...exhibits);
  if (kind === 'native' && error === 'invalid_redirect_uri')
    return cantTell(`${said}. Another way for native apps may be documented; a person should look.`, ...exhibits);
  if (withSecret?.outcome === 'registered' || withSecret?.outcome === 'reused') {
    return failed(`${said}, while the same app with a secret was registered.`, ...exhibits, ...withSecret.exhibits);
  }
  return cantTell(
    `${said}, and with a secret it was not registered either.`,
    ...exhibits,
    ...(withSecret?.exhibits ?? []),
  );
}
