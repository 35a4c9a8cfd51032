import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken, textOf } from '../../facts/authorization/seen.ts';
import { refreshBases, widerRefreshes } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** What a patient granted once must not grow while they are away. */
export default defineRule({
  id: 'authorization/refresh-scope',
  says: 'A refresh gives no right that was not granted in the first place',
  otherwise: 'A refresh gave rights that were not granted in the first place',
  cites: ['AUT-PAT-20', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth refresh-scope'],
  barrier: 'tec-granular-scope-missing',

  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Refuse scopes at a refresh that were not granted with the code, or leave them out.',
  per: 'deployment',
  needs: { trials: widerRefreshes },
  mayUse: { bases: refreshBases },
  judge: ({ trials, bases = [] }) =>
    eachApp(trials, one => {
      if (!gaveToken(one)) {
        const passing = one.status === undefined || one.status >= 500 || one.status === 429;
        return passing
          ? cantTell(`The token endpoint answered ${one.status ?? 'nothing'}.`, ...one.exhibits)
          : passed(...one.exhibits);
      }
      const granted =
        (bases.find(({ client }) => client === one.client)?.says?.scope?.value as string | undefined)?.split(' ') ?? [];
      const beyond = (textOf(one, 'scope') ?? '')
        .split(' ')
        .filter(scope => writes.test(scope) && !granted.includes(scope));
      return beyond.length > 0
        ? failed(`The refresh gave ${beyond.join(' ')}, which was not granted.`, ...one.exhibits)
        : passed(...one.exhibits);
    }),
  examples: {
    passed: [
      { when: 'invalid_scope', facts: { trials: [refusal('invalid_scope')] } },
      { when: 'the rest is left out', facts: { trials: [token()], bases: [token()] } },
    ],
    failed: [
      {
        when: 'leave to write',
        facts: {
          trials: [token({ scope: { is: 'string', value: 'patient/*.rs patient/*.cruds' } })],
          bases: [token()],
        },
      },
    ],
    'cant-tell': [{ when: 'the server fails', facts: { trials: [accident] } }],
  },
});

/** Rights to create, update or delete, in either spelling. */
const writes = /^(patient|user)\/(\*|\w+)\.(\*|write|(?!read$)\w*[cud]\w*)$/;
