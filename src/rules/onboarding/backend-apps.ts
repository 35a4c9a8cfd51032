import { registrations, wantsToken } from '../../facts/onboarding/registrations.ts';
import { form, page, refused, registered } from '../../facts/onboarding/samples.ts';
import { registrationForms, waysIn } from '../../facts/onboarding/ways-in.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** Records of many patients are read by servers; without a way to register one, the export of groups is a promise on paper. */
export default defineRule({
  id: 'onboarding/backend-apps',
  says: 'A backend service is registered with its keys',
  otherwise: 'A backend service is not registered',
  cites: ['APP-REG-2', '45 CFR 170.315(g)(10)(iii)', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'reg-system-client-refused',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Register clients with the grant client_credentials and private_key_jwt, by the endpoint or a form with a field for their JWK Set.',
  per: 'deployment',
  needs: { registrations },
  mayUse: { ways: waysIn },
  judge({ registrations, ways = [] }) {
    const backend = registrations.find(({ kind }) => kind === 'backend');
    if (!backend)
      return inapplicable('No backend service was registered.', ...registrations.flatMap(({ exhibits }) => exhibits));
    const { outcome, exhibits, status, error = 'no error code', description } = backend;
    if (outcome === 'registered' || outcome === 'reused') return passed(...exhibits);
    if (outcome === 'unclear')
      return cantTell(
        `The endpoint answered ${status ?? 'nothing'}, which is neither a registration nor a refusal.`,
        ...exhibits,
      );
    const said = `It was refused with ${status} ${error}${description ? ` ("${description}")` : ''}`;
    if (wantsToken(backend))
      return cantTell(`${said}: the endpoint lets in only those who have a token, whatever the app.`, ...exhibits);
    const field = registrationForms(ways).find(({ form }) => form.fields.some(({ kind }) => kind === 'keys'));
    if (field)
      return cantTell(
        `${said}, and the form at ${field.way.url} has a field for keys; a person should try it.`,
        ...exhibits,
        ...field.way.exhibits,
      );
    const others = registrations.filter(
      ({ kind, outcome }) => kind !== 'backend' && (outcome === 'registered' || outcome === 'reused'),
    );
    if (others.length === 0) return cantTell(`${said}, as was every other app.`, ...exhibits);
    return failed(
      `${said}, while other apps were registered, and no form with a field for keys was found.`,
      ...exhibits,
      ...others.flatMap(one => one.exhibits),
    );
  },
  examples: {
    passed: [{ when: 'registered', facts: { registrations: [registered('backend')] } }],
    failed: [
      {
        when: 'only apps with people are let in',
        facts: { registrations: [registered('public'), refused('backend')], ways: [page(form())] },
      },
    ],
    'cant-tell': [
      {
        when: 'a token first',
        facts: { registrations: [refused('backend', { status: 401, error: 'invalid_token' })] },
      },
      {
        when: 'a form asks for keys',
        facts: {
          registrations: [registered('public'), refused('backend')],
          ways: [page(form('<label>JWKS address <input name="jwks"></label>'))],
        },
      },
      { when: 'nobody is let in', facts: { registrations: [refused('public'), refused('backend')] } },
      {
        when: 'no answer to read',
        facts: { registrations: [refused('backend', { outcome: 'unclear', status: 502 })] },
      },
    ],
    inapplicable: [{ when: 'none was tried', facts: { registrations: [registered('public')] } }],
  },
});
