import { decisionLabels as labels } from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import { stepPerDeployment } from '../../src/model/suite.ts';
import { authorize, connect, readyFor } from './apps.ts';
import { look } from './records.ts';

/** One of these is kept back: kinds of record that apps ask for, and that are neither Patient nor narrowed by category. */
const withheld = 'Immunization';

export const decisions = stepPerDeployment(authorizationSteps.decisions, { permits: ['consented'] }, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  await hands.oauth.as(ready.person, async person => {
    await authorize(hands, person, ready, labels.denied, { decision: 'deny' });
    const partly = await connect(
      hands,
      person,
      ready,
      { authorization: labels.partly, token: labels.token },
      { withhold: [withheld, 'offline'] },
    );
    const patient = partly?.patient ?? ready.patient;
    if (!partly || !patient) return;
    const { client } = ready;
    const [token, after] = [partly.access, [partly.exhibit]];
    await look(hands, {
      as: labels.withheld,
      client,
      path: `${withheld}?patient=${patient}`,
      what: withheld,
      token,
      after,
    });
    await look(hands, { as: labels.granted, client, path: `Patient/${patient}`, what: 'Patient', token, after });
  });
});
