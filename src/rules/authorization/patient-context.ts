import { grantedTokens } from '../../facts/authorization/connections.ts';
import { token } from '../../facts/authorization/samples.ts';
import { textOf } from '../../facts/authorization/seen.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** Without it an app holds a token and does not know whose record to ask for. */
export default defineRule({
  id: 'authorization/patient-context',
  says: 'An app that asks for launch/patient is told which patient it is',
  otherwise: 'An app that asks for launch/patient is not told which patient it is',
  cites: ['AUT-PAT-16', 'AUT-PAT-35', 'SMART 2.0.0 capabilities'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Send the id of the Patient as "patient" in the token response, whenever launch/patient was granted.',
  per: 'deployment',
  needs: { tokens: grantedTokens },
  judge: ({ tokens }, { vendor }) =>
    eachApp(tokens, one => {
      const asked = vendor.clients.find(({ id }) => id === one.client)?.scopes ?? 'launch/patient';
      if (!asked.split(' ').includes('launch/patient'))
        return inapplicable('The app did not ask for launch/patient.', ...one.exhibits);
      if (textOf(one, 'patient') !== undefined) return passed(...one.exhibits);
      const is = one.says?.patient?.is;
      return failed(is ? `"patient" is of the kind ${is}.` : 'The token response has no "patient".', ...one.exhibits);
    }),
  examples: {
    passed: [{ when: 'an id', facts: { tokens: [token()] } }],
    failed: [
      { when: 'no patient', facts: { tokens: [token({ patient: undefined })] } },
      { when: 'a resource in place of an id', facts: { tokens: [token({ patient: { is: 'object' } })] } },
    ],
    inapplicable: [
      {
        when: 'an app that did not ask',
        facts: { tokens: [token({ patient: undefined })] },
        setting: { vendor: { clients: [{ id: 'app', kind: 'public', scopes: 'openid user/*.rs' }] } },
      },
    ],
  },
});
