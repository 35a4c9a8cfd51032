import type { ExhibitId } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import { answerAt } from '../address.ts';
import { isObject, type JsonObject, type Published, readJson } from './json.ts';
import { smartStep } from './smart-configuration.ts';

export const openidStep = 'discovery/follow its issuer to the OpenID configuration and keys';
/** Without a SMART configuration no issuer is named, and nothing is asked. */
const from = [openidStep, smartStep] as const;
export const openidLabels = { configuration: 'openid-configuration', keys: 'keys' } as const;

/** What issuer + /.well-known/openid-configuration answered. Absent where the SMART configuration names no issuer. */
export const openidConfigurationReading = perDeployment({
  id: 'discovery/openid-configuration-reading',
  from,
  async read(evidence, deployment) {
    const answer = answerAt(evidence, { label: openidLabels.configuration, step: openidStep, deployment });
    return answer && readJson(evidence, answer);
  },
});

/** The OpenID configuration, where one was served. */
export const openidConfiguration = perDeployment({
  id: 'discovery/openid-configuration',
  from,
  async read(evidence, deployment): Promise<Published | undefined> {
    const reading = await openidConfigurationReading.read(evidence, deployment);
    return reading?.object && { exhibit: reading.answer.exhibit, says: reading.object };
  },
});

/** The public keys with which identity tokens are checked, as published. */
export interface KeySet {
  readonly exhibit: ExhibitId;
  readonly keys: readonly JsonObject[];
}

/** What the `jwks_uri` answered. */
export const keysReading = perDeployment({
  id: 'discovery/keys-reading',
  from,
  async read(evidence, deployment) {
    const answer = answerAt(evidence, { label: openidLabels.keys, step: openidStep, deployment });
    return answer && readJson(evidence, answer);
  },
});

/** The key set, where a JSON object with a list of keys was served. */
export const keySet = perDeployment({
  id: 'discovery/key-set',
  from,
  async read(evidence, deployment): Promise<KeySet | undefined> {
    const reading = await keysReading.read(evidence, deployment);
    const keys = reading?.object?.keys;
    return Array.isArray(keys) && reading
      ? { exhibit: reading.answer.exhibit, keys: keys.filter(isObject) }
      : undefined;
  },
});
