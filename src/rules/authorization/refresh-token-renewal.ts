import { refreshedLives, refreshesWithScope } from '../../facts/authorization/connections.ts';
import { lifeOf, threeMonths } from '../../facts/authorization/lifetime.ts';
import { token } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const introspected = (days: number) =>
  token({
    active: { is: 'boolean', value: true },
    exp: { is: 'number', value: Date.parse('2026-11-25T08:00:00Z') / 1000 + days * 86_400 },
  });

/** Three months that are not renewed are three months in all. */
export default defineRule({
  id: 'authorization/refresh-token-renewal',
  says: 'After a refresh the app has three new months or more',
  otherwise: 'A refresh does not bring three new months',
  cites: ['AUT-PAT-22', '45 CFR 170.315(g)(10)(v)(A)(2)(ii)'],
  barrier: 'tec-refresh-token-short',
  assumes:
    'What the server says of the token by introspection or beside it is how long it lasts; a provider who set less has set it for this deployment.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Extend the refresh token, or issue a new one, by three months or more at each use.',
  per: 'deployment',
  needs: { tokens: refreshesWithScope },
  mayUse: { lives: refreshedLives },
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
      const said = `The refresh token lasts for ${days} days after a refresh (${life.by}).`;
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
