import {
  accessTrials,
  codeTrials,
  connectionLabels,
  introspectionLabels,
  refreshTrials,
  requestTrials,
} from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import type { Authorized, Person, TokenRequest } from '../../src/model/oauth.ts';
import { stepPerDeployment } from '../../src/model/suite.ts';
import {
  authorize,
  clientOf,
  connect,
  exchange,
  interactiveKinds,
  type Ready,
  readyFor,
  refresh,
  type Signing,
  scopesOf,
} from './apps.ts';
import { look } from './records.ts';

const stranger = 'https://stranger.example';
const both = { permits: ['consented', 'negative'] } as const;

/** Another app of ours, for what one app must not do with another's. */
function otherApp(hands: Signing, { at, client, person, patient }: Ready): Ready | undefined {
  const other = interactiveKinds
    .map(kind => clientOf(hands.vendor, kind))
    .find(one => one?.clientId && one.redirect && one.id !== client.id);
  return other && { at, client: other as Ready['client'], person, ...(patient ? { patient } : {}) };
}

export const requests = stepPerDeployment(authorizationSteps.requests, both, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  await hands.oauth.as(ready.person, async person => {
    // A refusal says something only of a request whose like is granted.
    if (!(await connect(hands, person, ready))) return;
    await authorize(hands, person, ready, requestTrials.aud, { aud: `${stranger}/fhir` });
    await authorize(hands, person, ready, requestTrials.redirect, {
      parameters: { redirect_uri: `${stranger}/callback` },
    });

    const verifier = 'a-code-verifier-that-is-its-own-challenge-0123456789';
    const plain = await authorize(hands, person, ready, requestTrials.plain, {
      parameters: { code_challenge: verifier, code_challenge_method: 'plain' },
    });
    if (plain.code) await exchange(hands, ready, requestTrials.plainToken, { ...plain, verifier: { live: verifier } });

    const scope = await authorize(hands, person, ready, requestTrials.scope, {
      scope: `${scopesOf(ready.client)} system/*.rs system/*.read`,
    });
    if (scope.code) await exchange(hands, ready, requestTrials.scopeToken, scope);
  });
});

export const codes = stepPerDeployment(authorizationSteps.codes, both, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  await hands.oauth.as(ready.person, async person => {
    const fresh = (of: Ready = ready) => authorize(hands, person, of, connectionLabels.authorization);
    const misuse = async (as: string, changes: Partial<TokenRequest>, of: Ready = ready) => {
      const authorized = await fresh(of);
      if (authorized.code) await exchange(hands, of, as, authorized, changes);
      return authorized.code !== undefined;
    };
    const works = await misuse(codeTrials.wrongVerifier, {
      parameters: { code_verifier: 'this-is-not-the-verifier-that-was-made-for-the-code-0' },
    });
    if (!works) return;
    await misuse(codeTrials.noVerifier, { parameters: { code_verifier: undefined } });
    await misuse(codeTrials.wrongRedirect, { parameters: { redirect_uri: `${stranger}/callback` } });
    await exchange(hands, ready, codeTrials.noCode, { ...(await nobodysCode(ready)) });
    await replay(hands, person, ready);

    const other = otherApp(hands, ready);
    const authorized = other && (await fresh());
    if (other && authorized?.code) await exchange(hands, other, codeTrials.strangersCode, authorized);

    const secretive = clientOf(hands.vendor, 'symmetric');
    if (secretive?.clientId && secretive.redirect && secretive.secret) {
      const of = { ...ready, client: secretive as Ready['client'] };
      await misuse(
        codeTrials.wrongSecret,
        { authentication: { secret: { live: 'this-is-not-the-secret-of-the-client' } } },
        of,
      );
    }
  });
});

const nobodysCode = async (ready: Ready): Promise<Authorized> => ({
  exhibit: ready.at.exhibit,
  code: { live: 'this-code-was-never-issued-by-anyone' },
  verifier: { live: 'this-is-a-verifier-that-belongs-to-no-code-at-all-01' },
  nonce: '',
  redirect: ready.client.redirect,
});

/** A code used twice was stolen once: it must not work again, and what it gave should end (RFC 6749, section 4.1.2). */
async function replay(hands: Signing, person: Person, ready: Ready): Promise<void> {
  const authorized = await authorize(hands, person, ready, connectionLabels.authorization);
  if (!authorized.code) return;
  const first = await exchange(hands, ready, codeTrials.first, authorized);
  if (!first.access) return;
  await exchange(hands, ready, codeTrials.replay, authorized, { after: [first.exhibit] });
  const patient = first.patient ?? ready.patient;
  if (!patient) return;
  await look(hands, {
    as: codeTrials.replayedAccess,
    client: ready.client,
    path: `Patient/${patient}`,
    what: 'the Patient in context',
    token: first.access,
    after: [first.exhibit],
  });
}

/** Rights that nobody gave: to write where reading was granted. */
const wider = (granted: string): string => `${granted} patient/*.cruds patient/*.write user/*.cruds`;

export const refreshes = stepPerDeployment(authorizationSteps.refreshes, both, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  await hands.oauth.as(ready.person, async person => {
    const connected = await connect(hands, person, ready, {
      authorization: connectionLabels.authorization,
      token: refreshTrials.base,
    });
    if (!connected?.refresh) return;
    const after = [connected.exhibit];
    await refresh(
      hands,
      ready,
      refreshTrials.unknown,
      { live: 'this-refresh-token-was-never-issued-by-anyone' },
      { after },
    );
    const scope = wider(connected.scope ?? scopesOf(ready.client));
    const wide = await refresh(hands, ready, refreshTrials.wider, connected.refresh, { scope, after });
    const other = otherApp(hands, ready);
    if (other) await refresh(hands, other, refreshTrials.stranger, wide.refresh ?? connected.refresh, { after });
  });
});

export const access = stepPerDeployment(authorizationSteps.access, both, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  const { at, client } = ready;
  await hands.oauth.as(ready.person, async person => {
    const connected = await connect(hands, person, ready);
    const patient = connected?.patient ?? ready.patient;
    if (!connected || !patient) return;
    const own = { client, path: `Patient/${patient}`, what: 'the Patient in context', after: [connected.exhibit] };
    const { live } = connected.access;
    const control = await look(hands, { ...own, as: connectionLabels.record, token: connected.access });
    if (!control) return;
    const other = hands.vendor.patients.find(({ id }) => id !== patient)?.id;
    await Promise.all([
      look(hands, { ...own, as: accessTrials.none }),
      look(hands, { ...own, as: accessTrials.forged, token: { live: 'this-token-was-never-issued-by-anyone' } }),
      look(hands, { ...own, as: accessTrials.tampered, token: { live: changed(live) } }),
      ...(other
        ? [
            look(hands, {
              ...own,
              as: accessTrials.otherRead,
              path: `Patient/${other}`,
              what: "somebody else's Patient",
              token: connected.access,
            }),
            look(hands, {
              ...own,
              as: accessTrials.otherSearch,
              path: `Condition?patient=${other}`,
              what: "somebody else's Conditions",
              token: connected.access,
            }),
          ]
        : []),
      ...(at.introspection
        ? [
            hands.oauth.about({
              as: introspectionLabels.stranger,
              endpoint: at.introspection,
              namedBy: at.exhibit,
              after: [connected.exhibit],
              parameters: { token: connected.access },
            }),
          ]
        : []),
    ]);
    if (!other) {
      await hands.obstacle(
        'no-test-data',
        'The profile names one patient only. With a second under "patients" it can be tried whether a token of the first opens the record of the second.',
      );
    }
  });
});

/** A token with one letter changed in its middle, where no encoding overlooks it. */
function changed(token: string): string {
  const at = Math.floor(token.length / 2);
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
