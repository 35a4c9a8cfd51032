import { connections } from '../../facts/authorization/connections.ts';
import { authorization, connection, stopped, unconnected } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const returned = (state: 'changed' | 'missing') =>
  connection({
    authorization: authorization({
      returned: { how: 'query', to: 'https://app.example/callback', registered: true, code: true, state },
    }),
  });

/** By the state an app knows that the code is its own patient's; without it a stranger's code can be slipped in. */
export default defineRule({
  id: 'authorization/state-parameter',
  says: 'The state that an app sent comes back unchanged',
  otherwise: 'The state that an app sent does not come back',
  cites: ['AUT-PAT-14', 'AUT-PAT-26', 'OAuth state'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Return the state parameter exactly as it was sent, with codes and with errors.',
  per: 'deployment',
  needs: { connections },
  judge: ({ connections }) =>
    eachApp(connections, ({ authorization: { returned }, exhibits }) => {
      if (!returned) return cantTell('The app was not called back, so no state was seen.', ...exhibits);
      if (returned.state === 'echoed') return passed(...exhibits);
      return failed(
        `The app was called back with ${returned.state === 'missing' ? 'no' : 'another'} state.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'it comes back', facts: { connections: [connection()] } }],
    failed: [
      { when: 'it is lost', facts: { connections: [returned('missing')] } },
      { when: 'it is changed', facts: { connections: [connection(), returned('changed')] } },
    ],
    'cant-tell': [
      { when: 'the app was not called back', facts: { connections: [unconnected(stopped('error-page'))] } },
    ],
  },
});
