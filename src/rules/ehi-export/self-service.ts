import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { description, obtained, opened, statement } from '../../facts/ehi-export/samples.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { quoted } from '../ehi-export.ts';

const subject = "one patient's export";

/** A user who must ask the developer for a patient's record waits for as long as the developer likes. */
export default defineRule({
  id: 'ehi-export/self-service',
  says: "A user makes one patient's export without the developer",
  otherwise: "One patient's export must be asked of the developer",
  cites: ['45 CFR 170.315(b)(10)(i)(B)', '45 CFR 170.402(a)(3)'],
  barrier: 'ehi-not-self-serve',
  assumes:
    'a ticket, a call or a letter to the developer is "subsequent developer assistance"; the export of all patients may need it',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Let authorised users start the export from the product, at any time.',
  per: 'vendor',
  needs: { description: formatDescription },
  mayUse: { exports: openedExports },
  judge({ description, exports }): Verdict {
    const single = exports?.find(({ whose }) => whose === 'single-patient');
    const evidence = [...(single?.exhibits ?? []), ...description.exhibits] as unknown as typeof description.exhibits;
    if (single?.obtained.startedBy === 'developer')
      return about(subject, failed('It was started by the developer, as the profile says.', ...evidence));
    const [words] = description.statements.filter(one => one.about === 'by-request');
    const [own] = description.statements.filter(one => one.about === 'by-user');
    if (words && !own) return about(subject, failed(`The description says so: ${quoted(words)}.`, ...evidence));
    if (words)
      return about(
        subject,
        cantTell(`The description says that users make it and also ${quoted(words)}.`, ...evidence),
      );
    if (single?.obtained.startedBy === 'user') return about(subject, passed(...evidence));
    if (own) return about(subject, { ...passed(...evidence), because: `The description says so: ${quoted(own)}.` });
    return about(
      subject,
      cantTell(
        'Nobody has tried yet: a user of the product should make one, and say in the profile who started it and how long it took.',
        ...evidence,
      ),
    );
  },
  examples: {
    passed: [
      { when: 'a user made it', facts: { description: description(), exports: [opened()] } },
      {
        when: 'the description says that users make it',
        facts: { description: description([statement('by-user', 'A user chooses Export.')]) },
      },
    ],
    failed: [
      {
        when: 'the description asks for a ticket',
        facts: { description: description([statement('by-request', 'To request an export, open a support ticket.')]) },
      },
      {
        when: 'the developer started it',
        facts: { description: description(), exports: [obtained({ how: 'file', startedBy: 'developer' })] },
      },
    ],
    'cant-tell': [{ when: 'nothing is said and nobody tried', facts: { description: description() } }],
  },
});
