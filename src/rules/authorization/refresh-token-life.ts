import { grantedTokens, refreshLives } from '../../facts/authorization/connections.ts';
import { lifeOf, threeMonths } from '../../facts/authorization/lifetime.ts';
import { token } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const introspected = (days: number) =>
  token({
    active: { is: 'boolean', value: true },
    exp: { is: 'number', value: Date.parse('2026-11-25T08:00:00Z') / 1000 + days * 86_400 },
  });

/** A patient who must sign in again every few weeks loses what an app was to do in between. */
export default defineRule({
  id: 'authorization/refresh-token-life',
  says: 'A refresh token is good for three months or more',
  otherwise: 'A refresh token is good for less than three months',
  cites: [
    'AUT-PAT-16',
    'AUT-PAT-35',
    'AUT-PAT-21',
    '45 CFR 170.315(g)(10)(v)(A)(1)(ii)',
    '45 CFR 170.315(g)(10)(v)(A)(1)(iii)',
  ],
  barrier: 'tec-refresh-token-short',
  assumes:
    'What the server says of the token by introspection or beside it is how long it lasts; a provider who set less has set it for this deployment.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Let refresh tokens of confidential and native apps live for three months or more.',
  per: 'deployment',
  needs: { tokens: grantedTokens },
  mayUse: { lives: refreshLives },
  judge: ({ tokens, lives = [] }, { vendor }) =>
    eachApp(tokens, one => {
      const life = lifeOf([...lives.filter(({ client }) => client === one.client), one]);
      if (!life)
        return cantTell(
          'Nothing tells how long the refresh token lasts: neither introspection nor a member beside it.',
          ...one.exhibits,
        );
      const days = Math.floor(life.days + 0.01);
      if (life.days >= threeMonths) return passed(...life.seen.exhibits);
      const said = `The refresh token lasts for ${days} days (${life.by}).`;
      const inBrowser = vendor.clients.some(({ id, kind }) => id === one.client && kind === 'public');
      return inBrowser
        ? cantTell(
            `${said} Three months are asked for apps that can keep a secret and for native apps.`,
            ...life.seen.exhibits,
          )
        : failed(said, ...life.seen.exhibits);
    }),
  examples: {
    passed: [
      { when: 'ninety days, by introspection', facts: { tokens: [token()], lives: [introspected(90)] } },
      {
        when: 'for ever, by a member beside it',
        facts: { tokens: [token({ refresh_expires_in: { is: 'number', value: 0 } })] },
      },
    ],
    failed: [
      { when: 'a week, by introspection', facts: { tokens: [token()], lives: [introspected(7)] } },
      {
        when: 'a month, by a member beside it',
        facts: { tokens: [token({ refresh_token_expires_in: { is: 'number', value: 2_592_000 } })] },
      },
    ],
    'cant-tell': [
      { when: 'nothing says', facts: { tokens: [token()] } },
      {
        when: 'a day for an app in a browser',
        facts: { tokens: [token()], lives: [introspected(1)] },
        setting: { vendor: { clients: [{ id: 'app', kind: 'public' }] } },
      },
    ],
  },
});
