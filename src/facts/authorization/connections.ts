import type { Evidence } from '../../model/evidence.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import type { Deployment } from '../../model/vendor.ts';
import type { NonEmpty } from '../../model/words.ts';
import { connectionLabels, decisionLabels, launchLabels, scopeLabels } from './labels.ts';
import {
  type AuthorizationSeen,
  authorizationsAt,
  type Place,
  type RecordSeen,
  recordsAt,
  type TokenSeen,
  tokensAt,
} from './seen.ts';
import { type AuthorizationStep, idOf } from './steps.ts';

export const appSteps = ['public', 'symmetric', 'asymmetric', 'native'] as const;

/** An app's way to a token: what the browser brought back, and what the token endpoint made of it. */
export interface Connection {
  readonly client: string;
  readonly authorization: AuthorizationSeen;
  /** Absent where there was no code to hand in. */
  readonly token?: TokenSeen;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** Ends that tell nothing of the vendor: a person was missing, or the profile does not fit the pages. */
const ours: readonly string[] = ['needs-person', 'profile-wrong'];

/** Authorization requests that say something of the server. */
export const journeysAt = (evidence: Evidence, place: Place, deployment: Deployment | undefined) =>
  some(authorizationsAt(evidence, place, deployment)?.filter(({ stopped }) => !stopped || !ours.includes(stopped.why)));

export function some<T>(list: readonly T[] | undefined): NonEmpty<T> | undefined {
  const [first, ...rest] = list ?? [];
  return first === undefined ? undefined : [first, ...rest];
}

function connectionAt(
  evidence: Evidence,
  step: AuthorizationStep,
  labels: { readonly authorization: string; readonly token: string },
  deployment: Deployment | undefined,
): Connection | undefined {
  const authorization = journeysAt(evidence, [step, labels.authorization], deployment)?.[0];
  const token = tokensAt(evidence, [step, labels.token], deployment)?.[0];
  return (
    authorization && {
      client: authorization.client,
      authorization,
      ...(token ? { token } : {}),
      exhibits: token ? [...token.exhibits, ...authorization.exhibits] : authorization.exhibits,
    }
  );
}

const connectionFact = (
  id: string,
  step: AuthorizationStep,
  labels: { readonly authorization: string; readonly token: string } = connectionLabels,
) =>
  perDeployment({
    id: `authorization/${id}`,
    from: [idOf(step)],
    async read(evidence, deployment) {
      return connectionAt(evidence, step, labels, deployment);
    },
  });

export const publicConnection = connectionFact('public-connection', 'public');
export const symmetricConnection = connectionFact('symmetric-connection', 'symmetric');
export const asymmetricConnection = connectionFact('asymmetric-connection', 'asymmetric');
export const nativeConnection = connectionFact('native-connection', 'native');
export const olderScopes = connectionFact('older-scopes', 'scopes', {
  authorization: scopeLabels.older,
  token: scopeLabels.olderToken,
});
export const newerScopes = connectionFact('newer-scopes', 'scopes', {
  authorization: scopeLabels.newer,
  token: scopeLabels.newerToken,
});
export const partlyGranted = connectionFact('partly-granted', 'decisions', {
  authorization: decisionLabels.partly,
  token: decisionLabels.token,
});
export const launchConnection = connectionFact('launch-connection', 'launch', launchLabels);

const appFrom = appSteps.map(idOf) as unknown as NonEmpty<string>;

/** The first connection of each app of ours. */
export const connections = perDeployment({
  id: 'authorization/connections',
  from: appFrom,
  async read(evidence, deployment) {
    return some(appSteps.flatMap(step => connectionAt(evidence, step, connectionLabels, deployment) ?? []));
  },
});

/** The first authorization request of each app that was granted on a page where a person decided. */
export const consents = perDeployment({
  id: 'authorization/consents',
  from: appFrom,
  async read(evidence, deployment) {
    return some(
      appSteps
        .flatMap(step => journeysAt(evidence, [step, connectionLabels.authorization], deployment)?.[0] ?? [])
        .filter(({ consent }) => consent !== undefined),
    );
  },
});

const everyApp = <T>(
  id: string,
  read: (evidence: Evidence, place: Place, deployment: Deployment | undefined) => readonly T[] | undefined,
  label: string,
) =>
  perDeployment({
    id: `authorization/${id}`,
    from: appFrom,
    async read(evidence, deployment) {
      return some(appSteps.flatMap(step => read(evidence, [step, label], deployment) ?? []));
    },
  });

/** Answers of the token endpoint in which a code was turned into a token. */
export const grantedTokens = everyApp<TokenSeen>(
  'granted-tokens',
  (...at) => tokensAt(...at)?.filter(({ says }) => says?.access_token?.is === 'string'),
  connectionLabels.token,
);
export const refreshesWithoutScope = everyApp<TokenSeen>('refreshes-without-scope', tokensAt, connectionLabels.refresh);
export const refreshesWithScope = everyApp<TokenSeen>('refreshes-with-scope', tokensAt, connectionLabels.refreshScoped);
export const ownRecords = everyApp<RecordSeen>('own-records', recordsAt, connectionLabels.record);
export const refreshedRecords = everyApp<RecordSeen>('refreshed-records', recordsAt, connectionLabels.refreshedRecord);
export const userResources = everyApp<RecordSeen>('user-resources', recordsAt, connectionLabels.user);
export const refreshLives = everyApp<TokenSeen>('refresh-lives', tokensAt, connectionLabels.refreshLife);
export const refreshedLives = everyApp<TokenSeen>('refreshed-lives', tokensAt, connectionLabels.refreshedLife);
export const postedAuthorizations = everyApp<AuthorizationSeen>(
  'posted-authorizations',
  journeysAt,
  connectionLabels.byPost,
);

/** An identity token as it was checked while collecting. */
export interface IdentitySeen {
  readonly client: string;
  readonly exhibits: NonEmpty<ExhibitId>;
  readonly unreadable?: string;
  readonly alg?: string;
  readonly kid?: string;
  readonly signature?: 'verified' | 'wrong' | 'no-key' | 'unsupported';
  readonly why?: string;
  readonly claims?: readonly string[];
  readonly issuer?: { readonly is: string; readonly expected?: string };
  readonly audience?: 'ours' | 'others';
  readonly expiresIn?: number;
  readonly nonce?: 'echoed' | 'changed' | 'missing';
  readonly fhirUser?: { readonly url: boolean; readonly type?: string; readonly beneath: boolean };
}

export const identityTokens = everyApp<IdentitySeen>(
  'identity-tokens',
  (evidence, [step, label], deployment) =>
    evidence
      .exhibits('measurement', { step: idOf(step), label, ...(deployment ? { deployment } : {}) })
      .map(one => ({ ...(one.value as IdentitySeen), exhibits: [one.id, ...one.of] as const })),
  connectionLabels.identity,
);
