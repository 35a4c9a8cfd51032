import { closed, exhibit, record, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken } from '../../facts/authorization/seen.ts';
import {
  accessAfterWithdrawal,
  refreshesAfterWithdrawal,
  type Withdrawal,
  withdrawal,
} from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

const seen = (changed: Partial<Withdrawal>): Withdrawal => ({ exhibits: [exhibit], ...changed });

/** What a patient gave, a patient can take back, without asking anyone. */
export default defineRule({
  id: 'authorization/withdrawal-by-patient',
  says: "A patient can take an app's access back, and the app gets no more",
  otherwise: "A patient cannot take an app's access back",
  cites: ['PAR-1', '45 CFR 170.315(g)(10)(vi)'],
  barrier: 'tec-revocation-late',

  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Give patients a page of the apps they have let in, with a button beside each that ends its access.',
  per: 'deployment',
  needs: { withdrawal },
  mayUse: { refreshes: refreshesAfterWithdrawal, records: accessAfterWithdrawal },
  judge({ withdrawal, refreshes, records }) {
    const { before, after, pressed, stopped, exhibits } = withdrawal;
    if (!pressed)
      return cantTell(
        stopped?.message ??
          `The page shows ${before ?? 0} apps with a way to end their access, and the app that had just been let in was not told apart.`,
        ...exhibits,
      );
    if (before !== undefined && after !== undefined && after >= before)
      return failed('The button was pressed, and the app is still on the list.', ...exhibits);
    const [refresh, record] = [refreshes?.at(-1), records?.at(-1)];
    if ((refresh && gaveToken(refresh)) || record?.status === 200)
      return cantTell(
        'The app still got through a few seconds later; the law gives an hour, which was not waited for.',
        ...exhibits,
        ...(refresh?.exhibits ?? []),
      );
    if (!refresh && !record) return cantTell('Nothing was tried afterwards.', ...exhibits);
    return passed(...exhibits, ...(refresh?.exhibits ?? []), ...(record?.exhibits ?? []));
  },
  examples: {
    passed: [
      {
        when: 'gone and closed',
        facts: {
          withdrawal: seen({ pressed: true, before: 2, after: 1 }),
          refreshes: [refusal()],
          records: [closed()],
        },
      },
    ],
    failed: [{ when: 'the button does nothing', facts: { withdrawal: seen({ pressed: true, before: 2, after: 2 }) } }],
    'cant-tell': [
      {
        when: 'not within seconds',
        facts: { withdrawal: seen({ pressed: true, before: 2, after: 1 }), refreshes: [token()], records: [record()] },
      },
      { when: 'which app is which', facts: { withdrawal: seen({ before: 2 }) } },
      { when: 'nothing was tried', facts: { withdrawal: seen({ pressed: true, before: 2, after: 1 }) } },
    ],
  },
});
