import { postedAuthorizations } from '../../facts/authorization/connections.ts';
import { authorization, sentBack, stopped } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp, noCodeBecause } from '../authorization.ts';

/** A request too long for an address, with many scopes, can be sent by POST alone. */
export default defineRule({
  id: 'authorization/authorization-by-post',
  says: 'The authorization endpoint takes requests by POST',
  otherwise: 'The authorization endpoint takes no requests by POST',
  cites: ['AUT-PAT-27'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'A page that refuses a request by POST, which the same browser made by GET with success, refuses POST.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Take a form sent by POST at the authorization endpoint as a query sent by GET is taken.',
  per: 'deployment',
  needs: { posted: postedAuthorizations },
  judge: ({ posted }) =>
    eachApp(posted, one => {
      if (one.returned?.code) return passed(...one.exhibits);
      const { because, theirs } = noCodeBecause(one);
      const refused = theirs || one.stopped?.why === 'error-page';
      return refused ? failed(because, ...one.exhibits) : cantTell(because, ...one.exhibits);
    }),
  examples: {
    passed: [{ when: 'a code comes back', facts: { posted: [authorization()] } }],
    failed: [
      {
        when: '405',
        facts: { posted: [stopped('error-page', 'https://auth.larkspur.example/authorize answered 405.')] },
      },
      { when: 'an error comes back', facts: { posted: [sentBack()] } },
    ],
    'cant-tell': [{ when: 'a page that nobody could press', facts: { posted: [stopped('unknown-page')] } }],
  },
});
