import { perVendor } from '../../model/fact.ts';
import { readingStep } from '../documents/published.ts';
import type { Agreement } from './forms.ts';

/** Who agreed to which text, by its SHA-256: in the case before the run began, or in the profile. */
export const approvals = perVendor({
  id: 'onboarding/approvals',
  from: [readingStep('onboarding')],
  read(evidence): ReadonlyMap<string, string> {
    const inCase = evidence
      .exhibits('measurement', { label: 'agreement approved' })
      .map(({ value }) => value as { readonly agreesTo: string; readonly by: string });
    const inProfile = evidence.run.vendor.registration?.agreed ?? [];
    return new Map([
      ...inCase.map(({ agreesTo, by }) => [agreesTo, by] as const),
      ...inProfile.map(({ sha256, by }) => [sha256.toLowerCase(), by] as const),
    ]);
  },
});

/** The texts that nobody has agreed to yet. */
export const open = (agreements: readonly Agreement[], approved: ReadonlyMap<string, string>): readonly Agreement[] =>
  agreements.filter(({ sha256 }) => !approved.has(sha256));
