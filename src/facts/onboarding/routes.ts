import { perVendor } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { readingStep } from '../documents/published.ts';
import { lookingStep, type RegistrationEndpoint, registrationEndpoint } from './registration-endpoint.ts';
import { type Registration, registeringStep, registrations } from './registrations.ts';
import { openingStep, type WayIn, waysIn } from './ways-in.ts';

/** How one deployment lets programs register. */
export interface ProgramRoute {
  readonly deployment: string;
  readonly endpoint: RegistrationEndpoint;
  /** Absent where none was tried. */
  readonly registrations?: NonEmpty<Registration>;
}

/** Every way in that there is, for people and for programs. Absent when nothing of either was seen. */
export const routes = perVendor({
  id: 'onboarding/routes',
  from: [openingStep, lookingStep, registeringStep, readingStep('onboarding')],
  async read(
    evidence,
  ): Promise<{ readonly ways: readonly WayIn[]; readonly programs: readonly ProgramRoute[] } | undefined> {
    const ways = (await waysIn.read(evidence, undefined)) ?? [];
    const programs: ProgramRoute[] = [];
    for (const deployment of evidence.run.vendor.deployments) {
      const endpoint = await registrationEndpoint.read(evidence, deployment);
      if (!endpoint) continue;
      const tried = await registrations.read(evidence, deployment);
      programs.push({ deployment: deployment.id, endpoint, ...(tried ? { registrations: tried } : {}) });
    }
    return ways.length > 0 || programs.length > 0 ? { ways, programs } : undefined;
  },
});
