import { launchConnection } from '../../facts/authorization/connections.ts';
import { authorization, closed, connection, record, token, unconnected } from '../../facts/authorization/samples.ts';
import { contextEncounters } from '../../facts/authorization/trials.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

/** What a clinician does in an app belongs to a visit; without it the app must ask which. */
export default defineRule({
  id: 'authorization/ehr-launch-encounter',
  says: 'After an EHR launch from a visit an app is told the encounter, and it opens',
  otherwise: 'After an EHR launch an app is not told the encounter, or it does not open',
  cites: ['AUT-PAT-32', 'AUT-PAT-35'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'The page that the profile names starts the app in a visit.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Send the id of the Encounter as "encounter" with the token response of a launch from a visit.',
  per: 'deployment',
  needs: { connection: launchConnection },
  mayUse: { encounters: contextEncounters },
  judge({ connection, encounters }, { vendor }): Verdict {
    const { client, token, exhibits } = connection;
    const version = vendor.standards['us-core'];
    if (version !== undefined && Number.parseInt(version, 10) < 6)
      return about(client, inapplicable(`US Core ${version} does not ask for an encounter.`, ...exhibits));
    if (!token?.says?.access_token) return about(client, cantTell('The launch brought no token.', ...exhibits));
    if (token.says.encounter?.is !== 'string')
      return about(client, failed('The token response has no encounter.', ...token.exhibits));
    const [encounter] = encounters ?? [];
    if (!encounter) return about(client, cantTell('The Encounter in context was not read.', ...exhibits));
    if (encounter.status === 200 && encounter.same) return about(client, passed(...encounter.exhibits));
    const came = `The Encounter in context answered ${encounter.status ?? 'nothing'}.`;
    return about(
      client,
      (encounter.status ?? 500) >= 500 ? cantTell(came, ...encounter.exhibits) : failed(came, ...encounter.exhibits),
    );
  },
  examples: {
    passed: [
      { when: 'told and open', facts: { connection: connection(), encounters: [record({ type: 'Encounter' })] } },
    ],
    failed: [
      { when: 'not told', facts: { connection: connection({ token: token({ encounter: undefined }) }) } },
      { when: 'it does not open', facts: { connection: connection(), encounters: [closed(404)] } },
    ],
    'cant-tell': [
      { when: 'no token', facts: { connection: unconnected(authorization()) } },
      { when: 'nothing was read', facts: { connection: connection() } },
      { when: 'the server fails', facts: { connection: connection(), encounters: [closed(503)] } },
    ],
    inapplicable: [
      {
        when: 'an older US Core',
        facts: { connection: connection() },
        setting: { vendor: { standards: { 'us-core': '4.0.0' } } },
      },
    ],
  },
});
