import { perDeployment } from '../../model/fact.ts';
import type { Vendor } from '../../model/vendor.ts';
import { answerAt } from '../address.ts';
import { type JsonObject, objectsIn, type Published, readJson, textIn, textsIn } from './json.ts';
import { compareVersions } from './us-core-claims.ts';

export const smartStep = 'discovery/ask for the SMART configuration';
/** What the step calls its requests, the one an app would send first. */
export const smartLabels = ['smart-configuration', 'smart-configuration without Accept'] as const;

/** What [base]/.well-known/smart-configuration answered when asked for JSON. */
export const smartConfigurationReading = perDeployment({
  id: 'discovery/smart-configuration-reading',
  from: [smartStep],
  async read(evidence, deployment) {
    const answer = answerAt(evidence, { label: smartLabels[0], step: smartStep, deployment });
    return answer && readJson(evidence, answer);
  },
});

/** What it answered to a client that said nothing of what it accepts, as clients may. */
export const smartConfigurationUnasked = perDeployment({
  id: 'discovery/smart-configuration-unasked',
  from: [smartStep],
  async read(evidence, deployment) {
    const answer = answerAt(evidence, { label: smartLabels[1], step: smartStep, deployment });
    return answer && readJson(evidence, answer);
  },
});

/** The SMART configuration, where one was served. */
export const smartConfiguration = perDeployment({
  id: 'discovery/smart-configuration',
  from: [smartStep],
  async read(evidence, deployment): Promise<Published | undefined> {
    for (const label of smartLabels) {
      const answer = answerAt(evidence, { label, step: smartStep, deployment });
      const reading = answer && (await readJson(evidence, answer));
      if (reading?.object) return { exhibit: reading.answer.exhibit, says: reading.object };
    }
    return undefined;
  },
});

export const capabilitiesIn = (configuration: Published): readonly string[] => textsIn(configuration.says.capabilities);

export const hasCapability = (configuration: Published, capability: string): boolean =>
  capabilitiesIn(configuration).includes(capability);

/** Members of a SMART configuration that hold an address a client goes to. */
const addressMembers = [
  'issuer',
  'jwks_uri',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'management_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'smart_app_state_endpoint',
  'user_access_brand_bundle',
];

/** Every address that the document names, with the member that names it. */
export function addressesIn(says: JsonObject): readonly { readonly member: string; readonly address: string }[] {
  const single = addressMembers.flatMap(member => {
    const address = textIn(says[member]);
    return address ? [{ member, address }] : [];
  });
  const associated = objectsIn(says.associated_endpoints).flatMap(({ url }) => {
    const address = textIn(url);
    return address ? [{ member: 'associated_endpoints', address }] : [];
  });
  return [...single, ...associated];
}

/** Whether the vendor claims SMART App Launch at or after a version; `undefined` when it claims none. */
export function claimsSmart(vendor: Pick<Vendor, 'standards'>, atLeast: string): boolean | undefined {
  const claimed = vendor.standards.smart;
  return claimed === undefined ? undefined : compareVersions(claimed, atLeast) >= 0;
}

/** Members by which a server shows that it is past SMART App Launch 1. */
export function signsOfSmart2(configuration: Published): readonly string[] {
  const { says } = configuration;
  return [
    ...(hasCapability(configuration, 'permission-v2') ? ['the capability permission-v2'] : []),
    ...(textsIn(says.code_challenge_methods_supported).length > 0 ? ['code_challenge_methods_supported'] : []),
    ...(textsIn(says.grant_types_supported).length > 0 ? ['grant_types_supported'] : []),
  ];
}

/**
 * Whether the document serves backend clients alone, as where a vendor exports groups from a base address of its own: no
 * launch, no authorization code. What people's apps need is then looked for at the vendor's other deployments.
 */
export function isForBackendAlone(configuration: Published, vendor: Pick<Vendor, 'deployments'>): boolean {
  const grants = textsIn(configuration.says.grant_types_supported);
  const launches = capabilitiesIn(configuration).some(capability => capability.startsWith('launch-'));
  const alone = grants.includes('client_credentials') && !grants.includes('authorization_code') && !launches;
  return alone && vendor.deployments.length > 1;
}
