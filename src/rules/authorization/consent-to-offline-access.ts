import { consents } from '../../facts/authorization/connections.ts';
import { authorization } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const silent = authorization({
  consent: { boxes: [], buttons: ['Allow'], unticked: [], text: 'The app asks to read your record.' },
});

/** A patient who says yes for today should know when they have said yes for months. */
export default defineRule({
  id: 'authorization/consent-to-offline-access',
  says: 'A patient is told that an app wants to stay connected, or can switch that off',
  otherwise: 'A patient is not told that an app wants to stay connected',
  cites: ['AUT-PAT-11'],
  barrier: 'tec-granular-scope-missing',
  assumes: 'The page tells it where it names offline_access, or says in words that access lasts.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Say on the page where the patient decides that the app keeps its access while they are away, and for how long.',
  per: 'deployment',
  needs: { consents },
  judge: ({ consents }) =>
    eachApp(consents, ({ scope, consent, exhibits }) => {
      if (!scope.split(' ').includes('offline_access'))
        return inapplicable('The app did not ask for offline_access.', ...exhibits);
      if (consent?.lasting || consent?.boxes.some(({ value, label }) => /offline/i.test(`${value} ${label}`)))
        return passed(...exhibits);
      if (!consent?.text) return cantTell('What the page says may not be kept here.', ...exhibits);
      return failed(
        'The page where the patient decides has no word of access that lasts, and no box for it.',
        ...exhibits,
      );
    }),
  examples: {
    passed: [
      { when: 'words', facts: { consents: [authorization()] } },
      {
        when: 'a box',
        facts: {
          consents: [
            authorization({
              consent: {
                boxes: [{ value: 'offline_access', label: '', ticked: true, locked: false }],
                buttons: [],
                unticked: [],
                text: 'x',
              },
            }),
          ],
        },
      },
    ],
    failed: [{ when: 'no word', facts: { consents: [silent] } }],
    'cant-tell': [
      {
        when: 'a page that may not be kept',
        facts: { consents: [authorization({ consent: { boxes: [], buttons: [], unticked: [], text: '' } })] },
      },
    ],
    inapplicable: [{ when: 'not asked for', facts: { consents: [{ ...silent, scope: 'openid patient/*.rs' }] } }],
  },
});
