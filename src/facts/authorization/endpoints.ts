import type { ExhibitId } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import { answerAt } from '../address.ts';
import { isObject, readJson, textIn, textsIn } from '../discovery/json.ts';
import { idOf } from './steps.ts';

export const endpointLabels = { smart: 'smart-configuration', openid: 'openid-configuration', keys: 'keys' } as const;

/** Where a deployment's apps sign in, and what it says it can do. */
export interface Endpoints {
  /** The document that names them. */
  readonly exhibit: ExhibitId;
  readonly authorization?: string;
  readonly token?: string;
  readonly introspection?: string;
  readonly revocation?: string;
  readonly management?: string;
  readonly issuer?: string;
  readonly jwks?: string;
  readonly capabilities: readonly string[];
  readonly scopes: readonly string[];
}

/** Absent where no SMART configuration was served: the topic discovery says why. */
export const endpoints = perDeployment({
  id: 'authorization/endpoints',
  from: [idOf('endpoints')],
  async read(evidence, deployment): Promise<Endpoints | undefined> {
    const answer = answerAt(evidence, { label: endpointLabels.smart, step: idOf('endpoints'), deployment });
    const says = answer && (await readJson(evidence, answer)).object;
    if (!says) return undefined;
    const members = ['authorization', 'token', 'introspection', 'revocation', 'management'] as const;
    const named = members.flatMap(name => {
      const address = webAddress(says[`${name}_endpoint`]);
      return address ? [[name, address] as const] : [];
    });
    const [issuer, jwks] = [webAddress(says.issuer), webAddress(says.jwks_uri)];
    return {
      exhibit: answer.exhibit,
      ...Object.fromEntries(named),
      ...(issuer ? { issuer } : {}),
      ...(jwks ? { jwks } : {}),
      capabilities: textsIn(says.capabilities),
      scopes: textsIn(says.scopes_supported),
    };
  },
});

/** The published keys with which identity tokens are checked, as a JWK Set. */
export const publishedKeys = perDeployment({
  id: 'authorization/published-keys',
  from: [idOf('endpoints')],
  async read(evidence, deployment): Promise<{ readonly exhibit: ExhibitId; readonly set: object } | undefined> {
    const answer = answerAt(evidence, { label: endpointLabels.keys, step: idOf('endpoints'), deployment });
    const set = answer && (await readJson(evidence, answer)).object;
    return set && isObject(set) ? { exhibit: answer.exhibit, set } : undefined;
  },
});

/** An absolute http(s) address, or `undefined`: a document may say anything. */
export function webAddress(value: unknown): string | undefined {
  const address = textIn(value);
  return address && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : undefined;
}
