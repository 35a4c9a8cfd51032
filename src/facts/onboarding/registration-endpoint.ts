import type { ExhibitId } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import { answerAt } from '../address.ts';
import { type Published, readJson, textIn } from '../discovery/json.ts';

export const lookingStep = 'onboarding/look where programs register';
export const lookingLabels = {
  smart: 'smart-configuration for registration',
  openid: 'openid-configuration for registration',
} as const;

export interface RegistrationEndpoint {
  /** Absent where the documents name none. */
  readonly address?: string;
  /** The documents that were read. */
  readonly documents: readonly Published[];
  /** The one that names it. */
  readonly namedBy: ExhibitId;
}

/** Where a program registers itself by RFC 7591, as the SMART or OpenID configuration says. Absent when neither was served. */
export const registrationEndpoint = perDeployment({
  id: 'onboarding/registration-endpoint',
  from: [lookingStep],
  async read(evidence, deployment): Promise<RegistrationEndpoint | undefined> {
    const documents: Published[] = [];
    for (const label of Object.values(lookingLabels)) {
      const answer = answerAt(evidence, { label, step: lookingStep, deployment });
      const reading = answer && (await readJson(evidence, answer));
      if (reading?.object) documents.push({ exhibit: reading.answer.exhibit, says: reading.object });
    }
    const [first] = documents;
    if (!first) return undefined;
    const naming = documents.find(({ says }) => addressIn(says.registration_endpoint));
    const address = naming && addressIn(naming.says.registration_endpoint);
    return { ...(address ? { address } : {}), documents, namedBy: (naming ?? first).exhibit };
  },
});

function addressIn(value: unknown): string | undefined {
  const address = textIn(value);
  return address && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : undefined;
}
