import { launchLabels as labels } from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import { stepPerDeployment } from '../../src/model/suite.ts';
import { authorize, exchange, readyFor } from './apps.ts';
import { look } from './records.ts';

interface LaunchBlock {
  readonly page?: string;
  readonly 'sign-in'?: string;
  readonly client?: string;
}

const launchScopes = 'launch openid fhirUser offline_access user/*.rs patient/*.rs';

export const launch = stepPerDeployment(authorizationSteps.launch, { permits: ['consented'] }, async hands => {
  const { vendor, deployment, oauth, obstacle, http } = hands;
  const block = (vendor.launch ?? {}) as LaunchBlock;
  const named = vendor.clients.find(({ id }) => id === block.client);
  const ready = await readyFor(hands, named && named.kind !== 'backend' ? named.kind : 'any');
  if (!ready) return;
  const doctor = block['sign-in'];
  if (!block.page || !doctor) {
    await obstacle(
      'needs-person',
      'The profile names no page that launches an app (launch.page) and nobody who signs in there (launch.sign-in). Where a launch begins in a desktop program, somebody must press the button.',
    );
    return;
  }
  const { page } = block;
  await oauth.as(doctor, async person => {
    const launched = await person.launch({ as: labels.launch, page });
    if (!launched?.launch || !launched.iss) return;
    const authorized = await authorize(hands, person, ready, labels.authorization, {
      scope: launchScopes,
      parameters: { launch: launched.launch, aud: launched.iss },
    });
    if (!authorized.code) return;
    const tokens = await exchange(hands, ready, labels.token, authorized);
    const { access, patient, encounter, exhibit } = tokens;
    if (!access || launched.iss.replace(/\/$/, '') !== deployment.base) return;
    const { client } = ready;
    const [token, after] = [access, [exhibit]];
    if (patient) {
      await look(hands, {
        as: labels.patient,
        client,
        path: `Patient/${patient}`,
        what: 'the Patient in context',
        token,
        after,
      });
    }
    if (encounter) {
      await look(hands, {
        as: labels.encounter,
        client,
        path: `Encounter/${encounter}`,
        what: 'the Encounter in context',
        token,
        after,
      });
    }
    if (tokens.style) await http.get(tokens.style, { as: labels.style, namedBy: tokens.exchange });
  });
});
