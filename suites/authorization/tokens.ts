import { setTimeout as pause } from 'node:timers/promises';
import { introspectionLabels, revocationLabels as labels } from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import type { Live } from '../../src/model/oauth.ts';
import { stepPerDeployment } from '../../src/model/suite.ts';
import { isLoopback } from '../../src/model/vendor.ts';
import { connect, type Ready, readyFor, refresh, type Signing } from './apps.ts';
import { asker } from './asker.ts';
import { look } from './records.ts';

const neverIssued = { live: 'this-token-was-never-issued-by-anyone' };

export const introspection = stepPerDeployment(
  authorizationSteps.introspection,
  { permits: ['consented'] },
  async hands => {
    const ready = await readyFor(hands, 'any');
    if (!ready) return;
    const { at, client } = ready;
    const endpoint = at.introspection;
    if (!endpoint) return;
    await hands.oauth.as(ready.person, async person => {
      const connected = await connect(hands, person, ready);
      if (!connected) return;
      const ask = (as: string, token: Live) =>
        hands.oauth.about({
          as,
          client: asker(hands.vendor, client),
          of: client,
          endpoint,
          namedBy: at.exhibit,
          after: [connected.exhibit],
          parameters: { token, token_type_hint: 'access_token' },
        });
      await ask(introspectionLabels.access, connected.access);
      await ask(introspectionLabels.unknown, neverIssued);
    });
  },
);

/** Milliseconds between looks at whether access has ended. The law gives an hour; this is the short mode, which says when it could not wait. */
const looks = { nearby: [0, 200], far: [0, 2000, 5000, 10_000] };

export const revocation = stepPerDeployment(authorizationSteps.revocation, { permits: ['consented'] }, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  await hands.oauth.as(ready.person, async person => {
    const { at, client } = ready;
    const own = (hands.vendor.signIn as { readonly management?: string } | undefined)?.management;
    const page = own ?? at.management;
    if (page) {
      const before = await person.manage({ as: labels.page, page, namedBy: at.exhibit });
      const connected = before && (await connect(hands, person, ready));
      if (connected) {
        const known = [...before.apps];
        // Of all apps on the page it is the one that was not there before: others are not ours to cut off.
        const takeBack = (apps: readonly string[]) => {
          const fresh = apps.findIndex(app => {
            const at = known.indexOf(app);
            if (at >= 0) known.splice(at, 1);
            return at < 0;
          });
          return fresh >= 0 ? fresh : apps.length > before.apps.length ? apps.length - 1 : undefined;
        };
        const after = await person.manage({ as: labels.page, page, namedBy: at.exhibit, takeBack });
        if (after)
          await watch(hands, ready, connected, { refresh: labels.withdrawnRefresh, access: labels.withdrawnAccess });
      }
    }
    if (!at.revocation) return;
    const connected = await connect(hands, person, ready);
    if (!connected) return;
    await hands.oauth.about({
      as: labels.endpoint,
      client,
      endpoint: at.revocation,
      namedBy: at.exhibit,
      after: [connected.exhibit],
      parameters: { token: connected.refresh ?? connected.access },
    });
    await watch(hands, ready, connected, { refresh: labels.refresh, access: labels.access });
  });
});

/** Tries what should be over, a few times, until it is. */
async function watch(
  hands: Signing,
  ready: Ready,
  {
    access,
    refresh: token,
    patient = ready.patient,
  }: { readonly access: Live; readonly refresh?: Live; readonly patient?: string },
  as: { readonly refresh: string; readonly access: string },
): Promise<void> {
  const waits =
    isLoopback(ready.at.token) || hands.vendor.network.resolve[new URL(ready.at.token).hostname]
      ? looks.nearby
      : looks.far;
  let current = token;
  for (const wait of waits) {
    await pause(wait, undefined, { signal: hands.signal });
    const still = patient
      ? await look(hands, {
          as: as.access,
          client: ready.client,
          path: `Patient/${patient}`,
          what: 'the Patient in context',
          token: access,
        })
      : false;
    const again = current && (await refresh(hands, ready, as.refresh, current));
    current = again?.refresh ?? current;
    if (!still && !again?.access) return;
  }
}
