import { appendToCase } from '../run/case.ts';
import { attachFiles, casePlace, refuseSecrets } from './case-place.ts';
import { type Command, print, UsageError } from './command.ts';

export default {
  takes: 'CASE_DIR|VENDOR.yaml FINDING TEXT',
  positionals: [3, 3],
  options: { by: { type: 'string' }, attach: { type: 'string', multiple: true } },
  help: {
    'by NAME': 'who answers for the vendor',
    'attach FILE,...': 'documents that the answer rests on, each kept with its hash',
  },
  async run(given) {
    const [word, finding, text] = given.positionals as [string, string, string];
    const by = given.text('by')?.trim();
    if (!by) throw new UsageError("--by NAME is missing: an answer needs a person who gives it in the vendor's name.");
    if (!/^[a-z-]+\/[a-z0-9-]+/.test(finding))
      throw new UsageError(
        `"${finding}" is no finding: write topic/rule, with @deployment and #subject where it has them.`,
      );
    const place = await casePlace(word);
    refuseSecrets(place.vendor, text, 'The answer');
    const attachments = attachFiles(place, given.list('attach'));
    print(appendToCase(place.folder, { kind: 'answer', at: new Date().toISOString(), by, finding, text, attachments }));
    return 0;
  },
} satisfies Command;
