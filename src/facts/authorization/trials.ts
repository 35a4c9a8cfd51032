import type { Evidence } from '../../model/evidence.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import type { Deployment } from '../../model/vendor.ts';
import type { NonEmpty } from '../../model/words.ts';
import { journeysAt, some } from './connections.ts';
import {
  accessTrials,
  assertionTrials,
  backendLabels,
  codeTrials,
  decisionLabels,
  introspectionLabels,
  launchLabels,
  refreshTrials,
  requestTrials,
  revocationLabels,
  scopeLabels,
} from './labels.ts';
import { type Place, recordsAt, tokensAt } from './seen.ts';
import { type AuthorizationStep, idOf } from './steps.ts';

type Reading<T> = (evidence: Evidence, place: Place, deployment: Deployment | undefined) => readonly T[] | undefined;

const at =
  <T>(read: Reading<T>) =>
  (id: string, step: AuthorizationStep, ...labels: readonly string[]) =>
    perDeployment({
      id: `authorization/${id}`,
      from: [idOf(step)],
      async read(evidence, deployment) {
        return some(labels.flatMap(label => read(evidence, [step, label], deployment) ?? []));
      },
    });
const tokens = at(tokensAt);
const records = at(recordsAt);
const journeys = at(journeysAt);

/** What a patient decided, and what came of it. */
export const denials = journeys('denials', 'decisions', decisionLabels.denied);
export const withheldRecords = records('withheld-records', 'decisions', decisionLabels.withheld);
export const keptRecords = records('kept-records', 'decisions', decisionLabels.granted);

export const olderRecords = records('older-records', 'scopes', scopeLabels.olderRecord);
export const newerRecords = records('newer-records', 'scopes', scopeLabels.newerRecord);
export const wholeSearches = records('whole-searches', 'scopes', scopeLabels.whole);
export const partRequests = journeys('part-requests', 'scopes', scopeLabels.part);
export const partTokens = tokens('part-tokens', 'scopes', scopeLabels.partToken);
export const partSearches = records('part-searches', 'scopes', scopeLabels.partSearch);

export const contextPatients = records('context-patients', 'launch', launchLabels.patient);
export const contextEncounters = records('context-encounters', 'launch', launchLabels.encounter);

export const backendTokens = tokens('backend-tokens', 'backend', backendLabels.token);
export const backendRecords = records('backend-records', 'backend', backendLabels.record);

export const introspected = tokens('introspected', 'introspection', introspectionLabels.access);
export const introspectedUnknown = tokens('introspected-unknown', 'introspection', introspectionLabels.unknown);
export const introspectedByStranger = tokens('introspected-by-stranger', 'access', introspectionLabels.stranger);

export const revoked = tokens('revoked', 'revocation', revocationLabels.endpoint);
export const refreshesAfterRevocation = tokens('refreshes-after-revocation', 'revocation', revocationLabels.refresh);
export const refreshesAfterWithdrawal = tokens(
  'refreshes-after-withdrawal',
  'revocation',
  revocationLabels.withdrawnRefresh,
);
export const accessAfterWithdrawal = records('access-after-withdrawal', 'revocation', revocationLabels.withdrawnAccess);

/** Requests that must be refused, by what is wrong with them. */
export const wrongAud = journeys('wrong-aud', 'requests', requestTrials.aud);
export const strangersRedirect = journeys('strangers-redirect', 'requests', requestTrials.redirect);
export const plainChallenge = tokens('plain-challenge', 'requests', requestTrials.plainToken);
export const plainRequests = journeys('plain-requests', 'requests', requestTrials.plain);
export const systemScopes = tokens('system-scopes', 'requests', requestTrials.scopeToken);
export const systemScopeRequests = journeys('system-scope-requests', 'requests', requestTrials.scope);

export const wrongVerifiers = tokens('wrong-verifiers', 'codes', codeTrials.wrongVerifier);
export const missingVerifiers = tokens('missing-verifiers', 'codes', codeTrials.noVerifier);
export const otherRedirects = tokens('other-redirects', 'codes', codeTrials.wrongRedirect);
export const wrongSecrets = tokens('wrong-secrets', 'codes', codeTrials.wrongSecret);
export const unknownCodes = tokens('unknown-codes', 'codes', codeTrials.noCode);
export const strangersCodes = tokens('strangers-codes', 'codes', codeTrials.strangersCode);
export const usedCodes = tokens('used-codes', 'codes', codeTrials.replay);
export const accessAfterReplay = records('access-after-replay', 'codes', codeTrials.replayedAccess);

export const unknownRefreshTokens = tokens('unknown-refresh-tokens', 'refreshes', refreshTrials.unknown);
export const strangersRefreshTokens = tokens('strangers-refresh-tokens', 'refreshes', refreshTrials.stranger);
export const widerRefreshes = tokens('wider-refreshes', 'refreshes', refreshTrials.wider);
export const refreshBases = tokens('refresh-bases', 'refreshes', refreshTrials.base);

export const accessWithoutToken = records('access-without-token', 'access', accessTrials.none);
export const accessWithForgery = records('access-with-forgery', 'access', accessTrials.forged, accessTrials.tampered);
export const accessToOthers = records('access-to-others', 'access', accessTrials.otherRead, accessTrials.otherSearch);

const assertion = (id: string, ...labels: readonly string[]) => tokens(`assertion-${id}`, 'assertions', ...labels);
export const wronglySigned = assertion('wrongly-signed', assertionTrials.wrongKey, assertionTrials.tampered);
export const unsigned = assertion('unsigned', assertionTrials.unsigned);
export const signedWithPublicKey = assertion('signed-with-public-key', assertionTrials.publicKey);
export const otherIssuers = assertion('other-issuers', assertionTrials.issuer);
export const otherSubjects = assertion('other-subjects', assertionTrials.subject);
export const otherAudiences = assertion('other-audiences', assertionTrials.audience);
export const expired = assertion('expired', assertionTrials.expired);
export const longLived = assertion('long-lived', assertionTrials.long);
export const replayed = assertion('replayed', assertionTrials.replayed);
export const withoutId = assertion('without-id', assertionTrials.noId);
export const unknownKeys = assertion('unknown-keys', assertionTrials.keyId);
export const unknownTypes = assertion('unknown-types', assertionTrials.type);
export const widerBackendScopes = assertion('wider-scopes', backendLabels.wider);

/** Every wrong client assertion but the one whose type alone is wrong. */
export const wrongAssertions = assertion(
  'wrong',
  ...Object.entries(assertionTrials)
    .filter(([name]) => name !== 'type')
    .map(([, label]) => label),
);
/** Every misuse of a code or refresh token. */
export const misusedCodes = tokens(
  'misused-codes',
  'codes',
  codeTrials.wrongVerifier,
  codeTrials.noVerifier,
  codeTrials.wrongRedirect,
  codeTrials.noCode,
  codeTrials.strangersCode,
  codeTrials.replay,
);

/** Whether the EHR opened an app with what an app needs. */
export interface LaunchSeen {
  readonly client: string;
  readonly exhibits: NonEmpty<ExhibitId>;
  readonly stopped?: { readonly why: string; readonly message: string };
  readonly launched?: { readonly iss?: string; readonly launch: boolean };
}

export const ehrLaunch = perDeployment({
  id: 'authorization/ehr-launch',
  from: [idOf('launch')],
  async read(evidence, deployment): Promise<LaunchSeen | undefined> {
    const [one] = evidence.exhibits('measurement', {
      step: idOf('launch'),
      label: launchLabels.launch,
      ...(deployment ? { deployment } : {}),
    });
    const seen = one && { ...(one.value as LaunchSeen), exhibits: [one.id, ...one.of] as const };
    const ours = ['needs-person', 'profile-wrong'].includes(seen?.stopped?.why ?? '');
    return ours ? undefined : seen;
  },
});

/** What became of an app's access on the page where a patient sees it. */
export interface Withdrawal {
  readonly exhibits: NonEmpty<ExhibitId>;
  /** Apps with a way to end their access, before and after. */
  readonly before?: number;
  readonly after?: number;
  readonly pressed?: boolean;
  readonly stopped?: { readonly why: string; readonly message: string };
}

export const withdrawal = perDeployment({
  id: 'authorization/withdrawal',
  from: [idOf('revocation')],
  async read(evidence, deployment): Promise<Withdrawal | undefined> {
    const all = evidence.exhibits('measurement', {
      step: idOf('revocation'),
      label: revocationLabels.page,
      ...(deployment ? { deployment } : {}),
    });
    const seen = all.map(one => ({ ...(one.value as Withdrawal), exhibits: [one.id, ...one.of] as const }));
    return seen.find(({ pressed }) => pressed) ?? seen.at(-1);
  },
});
