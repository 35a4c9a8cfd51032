import { decisions } from '../model/case.ts';
import { appendToCase } from '../run/case.ts';
import { casePlace } from './case-place.ts';
import { type Command, orDidYouMean, print, UsageError } from './command.ts';

export default {
  takes: 'CASE_DIR|VENDOR.yaml [FINDING]',
  positionals: [1, 2],
  options: {
    decision: { type: 'string' },
    'agree-to': { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string' },
    run: { type: 'string' },
  },
  help: {
    'decision WORD': `what you decide of the finding topic/rule, topic/rule@deployment or topic/rule#subject: ${decisions.join(', ')}`,
    'agree-to SHA256':
      'instead of a finding: the agreement, attestation or claim that you agree to, by the hash of its text',
    'reason TEXT': 'why',
    'by NAME': 'who decides; a decision without a name is none',
    'run RUN': 'the run that the decision is about',
  },
  async run(given) {
    const [word, finding] = given.positionals as [string, string | undefined];
    const by = given.text('by')?.trim();
    const reason = given.text('reason')?.trim();
    if (!by) throw new UsageError('--by NAME is missing: a decision needs a person who answers for it.');
    if (!reason) throw new UsageError('--reason TEXT is missing: who reads this later must be able to follow it.');
    const { folder } = await casePlace(word);
    const run = given.text('run');
    const common = { kind: 'review', at: new Date().toISOString(), by, reason, ...(run ? { run } : {}) } as const;
    const agreesTo = given
      .text('agree-to')
      ?.replace(/^sha256:/, '')
      .toLowerCase();
    if (agreesTo !== undefined) {
      if (finding !== undefined) throw new UsageError('--agree-to is about a text, not a finding: leave FINDING out.');
      if (!/^[0-9a-f]{64}$/.test(agreesTo))
        throw new UsageError('--agree-to takes the 64 hex digits that the report prints beside the text.');
      print(appendToCase(folder, { ...common, agreesTo }));
      return 0;
    }
    if (finding === undefined)
      throw new UsageError('Name the finding that you decide on, as the report does: topic/rule@deployment#subject.');
    if (!/^[a-z-]+\/[a-z0-9-]+/.test(finding))
      throw new UsageError(
        `"${finding}" is no finding: write topic/rule, with @deployment and #subject where it has them.`,
      );
    const said = given.text('decision') ?? '';
    const decision = decisions.find(one => one === said);
    if (!decision)
      throw new UsageError(`--decision takes one of ${decisions.join(', ')}.${orDidYouMean(said, decisions)}`);
    print(appendToCase(folder, { ...common, finding, decision }));
    return 0;
  },
} satisfies Command;
