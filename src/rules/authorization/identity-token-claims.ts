import type { IdentitySeen } from '../../facts/authorization/connections.ts';
import { identityTokens } from '../../facts/authorization/connections.ts';
import { identity } from '../../facts/authorization/samples.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const needed = ['iss', 'sub', 'aud', 'exp', 'iat'];
/** Seconds by which two clocks may differ. */
const skew = 120;

/** A token for another app, or of another issuer, must not let a person into this one. */
export default defineRule({
  id: 'authorization/identity-token-claims',
  says: 'Identity tokens are of the issuer, for the app, in time, and answer the request',
  otherwise: 'Claims of identity tokens are missing or wrong',
  cites: ['AUT-PAT-17', '45 CFR 170.215(e)(1)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Send iss (as the SMART configuration has it), sub, aud with the client_id, exp, iat, and the nonce of the request.',
  per: 'deployment',
  needs: { tokens: identityTokens },
  judge: ({ tokens }) =>
    eachApp(tokens, one => {
      const wrong = one.unreadable ? ['id_token is no JWT'] : faultsOf(one);
      return wrong.length > 0 ? failed(`${wrong.join('; ')}.`, ...one.exhibits) : passed(...one.exhibits);
    }),
  examples: {
    passed: [
      { when: 'all of them', facts: { tokens: [identity()] } },
      {
        when: 'an ending slash',
        facts: {
          tokens: [
            identity({ issuer: { is: 'https://auth.larkspur.example/', expected: 'https://auth.larkspur.example' } }),
          ],
        },
      },
    ],
    failed: [
      { when: 'for another app', facts: { tokens: [identity({ audience: 'others' })] } },
      {
        when: 'of another issuer',
        facts: {
          tokens: [
            identity({ issuer: { is: 'https://old.larkspur.example', expected: 'https://auth.larkspur.example' } }),
          ],
        },
      },
      { when: 'run out', facts: { tokens: [identity({ expiresIn: -3600 })] } },
      { when: 'a nonce of somebody else', facts: { tokens: [identity({ nonce: 'changed' })] } },
      { when: 'no subject', facts: { tokens: [identity({ claims: ['iss', 'aud', 'exp', 'iat', 'nonce'] })] } },
    ],
  },
});

function faultsOf({ claims = [], issuer, audience, expiresIn, nonce }: IdentitySeen): readonly string[] {
  const plain = (address: string) => address.replace(/\/$/, '');
  return [
    ...needed.filter(claim => !claims.includes(claim)).map(claim => `${claim} is missing`),
    ...(issuer?.expected !== undefined && plain(issuer.is) !== plain(issuer.expected)
      ? [`iss is ${issuer.is}, and the SMART configuration names ${issuer.expected}`]
      : []),
    ...(audience === 'others' ? ['aud does not name the client'] : []),
    ...(expiresIn !== undefined && expiresIn < -skew ? ['exp is past'] : []),
    ...(nonce === 'echoed' ? [] : [`nonce is ${nonce ?? 'missing'}`]),
  ];
}
