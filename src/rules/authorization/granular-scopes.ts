import { parts } from '../../facts/authorization/categories.ts';
import { accident, authorization, refusal, sentBack, stopped, token } from '../../facts/authorization/samples.ts';
import { gaveToken, saysWhatCameBack, textOf } from '../../facts/authorization/seen.ts';
import { partRequests, partTokens } from '../../facts/authorization/trials.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { noCodeBecause } from '../authorization.ts';

const asked = parts.map(({ type, category }) => `patient/${type}.rs?category=${category}`).join(' ');
const request = (scope = asked) => authorization({ scope });

/** Who shares their laboratory results need not share what they told about their home. */
export default defineRule({
  id: 'authorization/granular-scopes',
  says: 'Each part of Condition and Observation that the rule names can be asked for by itself',
  otherwise: 'Parts of Condition or Observation cannot be asked for by themselves',
  cites: ['AUT-PAT-28', '45 CFR 170.315(g)(10)(v)(A)'],
  barrier: 'tec-granular-scope-missing',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Grant scopes such as patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory for all nine categories.',
  per: 'deployment',
  needs: { requests: partRequests },
  mayUse: { tokens: partTokens },
  judge({ requests, tokens = [] }): Verdict {
    const [first] = requests;
    const unheard = requests.find(({ returned }) => !returned?.code);
    if (unheard) {
      const { because, theirs } = noCodeBecause(unheard);
      return about(
        first.client,
        theirs ? failed(because, ...unheard.exhibits) : cantTell(because, ...unheard.exhibits),
      );
    }
    const broken = tokens.find(one => !gaveToken(one));
    if (broken) {
      const came = `The token endpoint ${saysWhatCameBack(broken)}.`;
      return about(
        first.client,
        (broken.status ?? 500) >= 500 ? cantTell(came, ...broken.exhibits) : failed(came, ...broken.exhibits),
      );
    }
    if (tokens.length === 0) return about(first.client, cantTell('No token was asked for.', ...first.exhibits));
    const granted = tokens.map(one => decoded(textOf(one, 'scope') ?? '')).join(' ');
    const wanting = parts.filter(
      ({ category }) => requests.some(({ scope }) => scope.includes(category)) && !granted.includes(category),
    );
    const whole = tokens.find(one =>
      (textOf(one, 'scope') ?? '').split(' ').some(scope => /\/(Condition|Observation|\*)\.\w+$/.test(scope)),
    );
    if (whole)
      return about(first.client, failed('A part was asked for, and the whole was granted.', ...whole.exhibits));
    if (wanting.length > 0)
      return about(
        first.client,
        failed(
          `Not granted: ${wanting.map(({ type, name }) => `${name} (${type})`).join(', ')}.`,
          ...(tokens.flatMap(({ exhibits }) => exhibits) as unknown as readonly [(typeof first.exhibits)[0]]),
        ),
      );
    return about(first.client, passed(...first.exhibits));
  },
  examples: {
    passed: [
      {
        when: 'all nine',
        facts: { requests: [request()], tokens: [token({ scope: { is: 'string', value: asked } })] },
      },
    ],
    failed: [
      {
        when: 'one is lost',
        facts: {
          requests: [request()],
          tokens: [token({ scope: { is: 'string', value: asked.replace(/\S+laboratory/, '') } })],
        },
      },
      {
        when: 'the whole is granted',
        facts: {
          requests: [request()],
          tokens: [token({ scope: { is: 'string', value: `${asked} patient/Observation.rs` } })],
        },
      },
      { when: 'invalid_scope', facts: { requests: [sentBack('invalid_scope')] } },
      { when: 'refused at the token endpoint', facts: { requests: [request()], tokens: [refusal('invalid_scope')] } },
    ],
    'cant-tell': [
      { when: 'a page that nobody could press', facts: { requests: [stopped('unknown-page')] } },
      { when: 'the token endpoint fails', facts: { requests: [request()], tokens: [accident] } },
      { when: 'no token was asked for', facts: { requests: [request()] } },
    ],
  },
});

const decoded = (scope: string): string => scope.replaceAll('%7C', '|').replaceAll('%7c', '|');
