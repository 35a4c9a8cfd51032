import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { description, inventory, opened, statement } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachExport, quoted } from '../ehi-export.ts';

const locked = opened({
  inventory: inventory({
    files: 0,
    problems: [{ kind: 'password-missing', path: 'PATIENT.csv', message: 'can only be opened with a password' }],
  }),
});

/** An export that nobody can open is a promise kept on paper. */
export default defineRule({
  id: 'ehi-export/password-told',
  says: 'An export that is locked comes with what opens it',
  otherwise: 'The export is locked, and nothing says how it is opened',
  cites: ['45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  assumes: 'a file that its recipient cannot open is not computable for them',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Tell the user the password when the export is made, and say in the description how an export is opened.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) =>
    eachExport(exports, opened => {
      const locked = opened.reading.inventory.problems.find(({ kind }) => kind === 'password-missing');
      if (!locked) return passed(...opened.exhibits);
      const words = description?.statements.find(({ about }) => about === 'password');
      if (words) {
        const sentence = `${locked.path} ${locked.message}. The description speaks of it: ${quoted(words)}. Name the password in the profile.`;
        return cantTell(sentence, ...opened.exhibits, ...description!.exhibits);
      }
      if (!description || description.documents.length === 0)
        return cantTell(
          `${locked.path} ${locked.message}, and no description of the format could be read.`,
          ...opened.exhibits,
        );
      return failed(
        `${locked.path} ${locked.message}; none was handed over, and the description of the format does not speak of any.`,
        ...opened.exhibits,
        ...description.exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'nothing is locked', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'the archive is locked and nothing speaks of a password',
        facts: { exports: [locked], description: description([], { documents: [{ passages: [] } as never] }) },
      },
    ],
    'cant-tell': [
      {
        when: 'the description speaks of a password that the profile does not have',
        facts: {
          exports: [locked],
          description: description([
            statement('password', 'The archive is opened with the password shown when it is made.'),
          ]),
        },
      },
    ],
  },
});
