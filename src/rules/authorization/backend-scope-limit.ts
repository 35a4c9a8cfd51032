import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken, textOf } from '../../facts/authorization/seen.ts';
import { widerBackendScopes } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const given = (value: string) => token({ scope: { is: 'string', value } });
const setting = { vendor: { clients: [{ id: 'app', kind: 'backend', scopes: 'system/*.rs' }] } } as const;

/** A service that was let read must not find itself able to write. */
export default defineRule({
  id: 'authorization/backend-scope-limit',
  says: 'A backend service is given no scope that it was not registered for',
  otherwise: 'A backend service is given more than it was registered for',
  cites: ['AUT-SYS-8', 'DAT-PAT-9', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'tec-bulk-export-defect',
  assumes: 'The client is registered for the scopes that the profile states.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Compare the scopes asked for with those registered; refuse the rest, or leave it out of what is granted.',
  per: 'deployment',
  needs: { trials: widerBackendScopes },

  judge: ({ trials }, { vendor }) =>
    eachApp(trials, one => {
      if (!gaveToken(one)) {
        const passing = one.status === undefined || one.status >= 500 || one.status === 429;
        return passing
          ? cantTell(`The token endpoint answered ${one.status ?? 'nothing'}.`, ...one.exhibits)
          : passed(...one.exhibits);
      }
      const registered = vendor.clients.find(({ id }) => id === one.client)?.scopes;
      const scope = textOf(one, 'scope');
      if (registered === undefined || scope === undefined)
        return cantTell(
          registered === undefined
            ? 'The profile does not say what the client is registered for.'
            : 'The token response names no scope.',
          ...one.exhibits,
        );
      const beyond = scope.split(' ').filter(granted => granted.startsWith('system/') && !covered(granted, registered));
      return beyond.length > 0
        ? failed(`Registered for ${registered}, the service was given ${beyond.join(' ')}.`, ...one.exhibits)
        : passed(...one.exhibits);
    }),
  examples: {
    passed: [
      { when: 'invalid_scope', facts: { trials: [refusal('invalid_scope')] } },
      { when: 'less is granted', facts: { trials: [given('system/*.rs')] }, setting },
      { when: 'the same in the other spelling', facts: { trials: [given('system/*.read')] }, setting },
    ],
    failed: [
      { when: 'leave to write', facts: { trials: [given('system/*.cruds')] }, setting },
      {
        when: 'another kind of record',
        facts: { trials: [given('system/Condition.rs')] },
        setting: { vendor: { clients: [{ id: 'app', kind: 'backend', scopes: 'system/Patient.rs' }] } },
      },
    ],
    'cant-tell': [
      { when: 'nobody says what is registered', facts: { trials: [given('system/*.cruds')] } },
      { when: 'the server fails', facts: { trials: [accident] } },
    ],
  },
});

/** Whether a granted scope is no wider than one that was registered, whatever the spelling. */
function covered(granted: string, registered: string): boolean {
  const [type, rights] = partsOf(granted);
  return registered.split(' ').some(one => {
    const [ofType, given] = partsOf(one);
    return (ofType === '*' || ofType === type) && [...rights].every(right => given.includes(right));
  });
}

function partsOf(scope: string): readonly [type: string, rights: string] {
  const [, type = '', access = ''] = /^system\/(\*|\w+)\.([\w*]+)/.exec(scope) ?? [];
  const spelled: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };
  return [type, spelled[access] ?? access];
}
