import { publishedKeys } from '../../src/facts/authorization/endpoints.ts';
import { connectionLabels as labels } from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import type { Live, TokenAnswer } from '../../src/model/oauth.ts';
import { type Step, stepPerDeployment } from '../../src/model/suite.ts';
import {
  anyApp,
  authorize,
  connect,
  exchange,
  type interactiveKinds,
  type Ready,
  readyFor,
  refresh,
  type Signing,
} from './apps.ts';
import { asker } from './asker.ts';
import { look } from './records.ts';

/** From an app's first request to a patient's record, and to the record again when the patient is away. */
export const connectionStep = (kind: (typeof interactiveKinds)[number]): Step =>
  stepPerDeployment(authorizationSteps[kind], { permits: ['consented'] }, async hands => {
    const ready = await readyFor(hands, kind);
    if (!ready) return;
    await hands.oauth.as(ready.person, async person => {
      const connected = await connect(hands, person, ready);
      if (connected) {
        const { patient = ready.patient, access, exhibit } = connected;
        await identify(hands, ready, connected);
        if (patient) {
          await look(hands, {
            as: labels.record,
            client: ready.client,
            path: `Patient/${patient}`,
            what: 'the Patient in context',
            token: access,
            after: [exhibit],
          });
        }
        if (connected.refresh) await comeBack(hands, ready, connected, connected.refresh);
      }
      if (anyApp(hands.vendor)?.id !== ready.client.id) return;
      const posted = await authorize(hands, person, ready, labels.byPost, { method: 'POST' });
      if (posted.code) await exchange(hands, ready, labels.tokenByPost, posted);
    });
  });

/** Who the person is, by the identity token and by the resource that it names. */
async function identify(
  hands: Signing,
  { at, client }: Ready,
  {
    identity,
    access,
    authorized,
    exhibit,
  }: TokenAnswer & { readonly access: Live; readonly authorized: { readonly nonce: string } },
): Promise<void> {
  if (!identity) return;
  const { deployment, facts, oauth } = hands;
  const keys = await facts.read(publishedKeys, deployment);
  const { exhibit: checked, fhirUser } = await oauth.identity({
    as: labels.identity,
    of: [exhibit, ...(keys ? [keys.exhibit] : [])],
    token: identity,
    client,
    issuer: at.issuer,
    nonce: authorized.nonce,
    base: deployment.base,
    keys: keys?.set,
  });
  const path = fhirUser?.startsWith(`${deployment.base}/`) ? fhirUser.slice(deployment.base.length + 1) : undefined;
  if (!path || !/^\w+\/[\w.-]+$/.test(path)) return;
  await look(hands, {
    as: labels.user,
    client,
    path,
    what: 'the resource that fhirUser names',
    token: access,
    after: [checked],
  });
}

/** What an app does weeks later: no sign-in, no consent, a refresh token. */
async function comeBack(hands: Signing, ready: Ready, connected: TokenAnswer, first: Live): Promise<void> {
  const { client, at } = ready;
  const asks = asker(hands.vendor, client);
  const lifeOf = async (as: string, token: Live) => {
    if (!at.introspection) return;
    await hands.oauth.about({
      as,
      client: asks,
      of: client,
      endpoint: at.introspection,
      namedBy: at.exhibit,
      parameters: { token, token_type_hint: 'refresh_token' },
    });
  };
  await lifeOf(labels.refreshLife, first);
  const again = await refresh(hands, ready, labels.refresh, first, { after: [connected.exhibit] });
  const scoped = await refresh(hands, ready, labels.refreshScoped, again.refresh ?? first, {
    ...(connected.scope ? { scope: connected.scope } : {}),
    after: [again.exhibit],
  });
  await lifeOf(labels.refreshedLife, scoped.refresh ?? again.refresh ?? first);
  const patient = connected.patient ?? ready.patient;
  const token = again.access ?? scoped.access;
  if (patient && token) {
    await look(hands, {
      as: labels.refreshedRecord,
      client,
      path: `Patient/${patient}`,
      what: 'the Patient in context',
      token,
      after: [again.exhibit],
    });
  }
}
