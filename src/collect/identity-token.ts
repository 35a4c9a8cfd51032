import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JSONWebKeySet, jwtVerify } from 'jose';

/** What was seen of an identity token; the token itself is kept nowhere. */
export interface IdentitySeen {
  /** Why it is no JWT at all. */
  readonly unreadable?: string;
  readonly alg?: string;
  readonly kid?: string;
  /** Whether one of the published keys made its signature. */
  readonly signature?: 'verified' | 'wrong' | 'no-key' | 'unsupported';
  readonly why?: string;
  /** Names of its claims. */
  readonly claims?: readonly string[];
  readonly issuer?: { readonly is: string; readonly expected?: string };
  /** Whether it is for our client. */
  readonly audience?: 'ours' | 'others';
  /** Seconds from now to its end. */
  readonly expiresIn?: number;
  readonly nonce?: 'echoed' | 'changed' | 'missing';
  readonly fhirUser?: { readonly url: boolean; readonly type?: string; readonly beneath: boolean };
}

/** @returns what was seen, and the address of the person's own resource as the token has it */
export async function identityOf(
  token: string,
  expected: {
    readonly clientId: string;
    readonly issuer: string | undefined;
    readonly nonce: string;
    readonly keys: unknown;
    readonly base: string;
  },
): Promise<{ readonly seen: IdentitySeen; readonly fhirUser?: string }> {
  let header: ReturnType<typeof decodeProtectedHeader>;
  let claims: ReturnType<typeof decodeJwt>;
  try {
    header = decodeProtectedHeader(token);
    claims = decodeJwt(token);
  } catch (error) {
    return { seen: { unreadable: (error as Error).message } };
  }
  const { iss, aud, exp, nonce } = claims;
  const fhirUser = typeof claims.fhirUser === 'string' ? claims.fhirUser : undefined;
  const seen: IdentitySeen = {
    ...(header.alg ? { alg: header.alg } : {}),
    ...(header.kid ? { kid: header.kid } : {}),
    ...(await signatureOf(token, expected.keys)),
    claims: Object.keys(claims),
    ...(typeof iss === 'string'
      ? { issuer: { is: iss, ...(expected.issuer ? { expected: expected.issuer } : {}) } }
      : {}),
    ...(aud !== undefined ? { audience: [aud].flat().includes(expected.clientId) ? 'ours' : 'others' } : {}),
    ...(typeof exp === 'number' ? { expiresIn: Math.round(exp - Date.now() / 1000) } : {}),
    nonce: nonce === undefined ? 'missing' : nonce === expected.nonce ? 'echoed' : 'changed',
    ...(fhirUser !== undefined ? { fhirUser: userIn(fhirUser, expected.base) } : {}),
  };
  return { seen, ...(fhirUser !== undefined ? { fhirUser } : {}) };
}

function userIn(fhirUser: string, base: string): NonNullable<IdentitySeen['fhirUser']> {
  const type = /(?:^|\/)(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)\/[^/]+$/.exec(fhirUser)?.[1];
  return { url: URL.canParse(fhirUser), ...(type ? { type } : {}), beneath: fhirUser.startsWith(`${base}/`) };
}

async function signatureOf(token: string, keys: unknown): Promise<Pick<IdentitySeen, 'signature' | 'why'>> {
  try {
    const set = createLocalJWKSet(keys as JSONWebKeySet);
    // Its dates are looked at apart: a token that has run out may still be truly signed.
    await jwtVerify(token, set, { currentDate: new Date(0) });
    return { signature: 'verified' };
  } catch (error) {
    const why = (error as Error).message;
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      // Without a kid any of them may have signed.
      for await (const key of error) {
        const verified = await jwtVerify(token, key, { currentDate: new Date(0) }).catch(other => other as Error);
        if (!(verified instanceof errors.JWSSignatureVerificationFailed)) return { signature: 'verified' };
      }
      return { signature: 'wrong', why };
    }
    if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired)
      return { signature: 'verified' };
    if (error instanceof errors.JWSSignatureVerificationFailed) return { signature: 'wrong', why };
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSInvalid)
      return { signature: 'no-key', why };
    return { signature: 'unsupported', why };
  }
}
