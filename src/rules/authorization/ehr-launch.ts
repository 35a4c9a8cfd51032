import { launchConnection } from '../../facts/authorization/connections.ts';
import { connection, exhibit, refusal } from '../../facts/authorization/samples.ts';
import { ehrLaunch, type LaunchSeen } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed } from '../../model/rule.ts';
import { connected } from '../authorization.ts';

const launch = (changed: Partial<LaunchSeen> = {}): LaunchSeen => ({
  client: 'app',
  exhibits: [exhibit],
  launched: { iss: 'https://fhir.larkspur.example/r4', launch: true },
  ...changed,
});

/** An app that a clinician cannot start from the chart is not used. */
export default defineRule({
  id: 'authorization/ehr-launch',
  says: 'The EHR starts an app with iss and launch, and the app gets its token',
  otherwise: 'The EHR does not start an app, or the app gets no token',
  cites: ['AUT-PAT-1', 'AUT-PAT-2', 'AUT-PAT-26'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'The page that the profile names starts an app, and the client is registered as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Open the registered launch address with iss and launch, and take that launch at the authorization endpoint.',
  per: 'deployment',
  needs: { launch: ehrLaunch },
  mayUse: { connection: launchConnection },
  judge({ launch, connection }) {
    const { launched, stopped, exhibits } = launch;
    if (!launched) return cantTell(`${stopped?.message ?? 'The page led nowhere.'} No app was started.`, ...exhibits);
    if (!launched.iss || !launched.launch)
      return failed(`The app was started without ${launched.iss ? 'launch' : 'iss'}.`, ...exhibits);
    return connection
      ? connected(connection)
      : cantTell('The launch was not followed by a request for authorization.', ...exhibits);
  },
  examples: {
    passed: [{ when: 'the app gets its token', facts: { launch: launch(), connection: connection() } }],
    failed: [
      { when: 'no iss', facts: { launch: launch({ launched: { launch: true } }) } },
      { when: 'the launch is refused', facts: { launch: launch(), connection: connection({ token: refusal() }) } },
    ],
    'cant-tell': [
      {
        when: 'the page led nowhere',
        facts: {
          launch: {
            client: 'app',
            exhibits: [exhibit],
            stopped: { why: 'unknown-page', message: 'Nothing to press.' },
          },
        },
      },
      { when: 'no request followed', facts: { launch: launch() } },
    ],
  },
});
