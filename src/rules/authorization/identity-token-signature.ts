import { identityTokens } from '../../facts/authorization/connections.ts';
import { identity } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** An app that cannot check the signature must refuse the person, or let in anybody. */
export default defineRule({
  id: 'authorization/identity-token-signature',
  says: 'Identity tokens are signed with a key that the issuer publishes',
  otherwise: 'The signature of identity tokens does not verify with a published key',
  cites: ['AUT-PAT-17', '45 CFR 170.215(e)(1)', 'OpenID Connect jwks'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Publish the key that signs identity tokens at jwks_uri, under the kid of their header.',
  per: 'deployment',
  needs: { tokens: identityTokens },
  judge: ({ tokens }) =>
    eachApp(tokens, ({ unreadable, signature, kid, why, alg, exhibits }) => {
      if (unreadable) return failed(`id_token is no JWT: ${unreadable}.`, ...exhibits);
      if (signature === 'verified') return passed(...exhibits);
      if (signature === 'wrong')
        return failed(`The published key ${kid ?? ''} did not make the signature.`, ...exhibits);
      if (signature === 'no-key')
        return failed(
          `No published key is the one that signed (kid ${kid ?? 'unstated'}, alg ${alg}): ${why}.`,
          ...exhibits,
        );
      return cantTell(`The signature could not be checked here (alg ${alg}): ${why}.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'it verifies', facts: { tokens: [identity()] } }],
    failed: [
      { when: 'another key signed', facts: { tokens: [identity({ signature: 'wrong' })] } },
      {
        when: 'the key is not published',
        facts: { tokens: [identity({ signature: 'no-key', why: 'no applicable key found' })] },
      },
      {
        when: 'it is no JWT',
        facts: { tokens: [{ client: 'app', exhibits: identity().exhibits, unreadable: 'Invalid Token' }] },
      },
    ],
    'cant-tell': [
      {
        when: 'an algorithm that the library does not know',
        facts: { tokens: [identity({ signature: 'unsupported', alg: 'ES256K', why: 'unsupported' })] },
      },
    ],
  },
});
