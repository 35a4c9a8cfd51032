import { launchConnection } from '../../facts/authorization/connections.ts';
import { authorization, closed, connection, record, token, unconnected } from '../../facts/authorization/samples.ts';
import { contextPatients } from '../../facts/authorization/trials.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';

/** Without the patient in context an app opens on nobody; without the banner's word two names stand there, or none. */
export default defineRule({
  id: 'authorization/ehr-launch-context',
  says: 'After an EHR launch an app is told the patient, whether to show a banner, and the style, and the Patient opens',
  otherwise: 'After an EHR launch an app is not told its context, or the Patient does not open',
  cites: ['AUT-PAT-16', 'AUT-PAT-29', 'AUT-PAT-35', 'AUT-PAT-36'],
  barrier: 'tec-patient-launch-broken',

  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Send patient, need_patient_banner (true or false) and smart_style_url with the token response of an EHR launch.',
  per: 'deployment',
  needs: { connection: launchConnection },
  mayUse: { patients: contextPatients },
  judge({ connection, patients }): Verdict {
    const { client, token, exhibits } = connection;
    if (!token?.says?.access_token) return about(client, cantTell('The launch brought no token.', ...exhibits));
    const wanting = Object.entries(kinds)
      .filter(([name, kind]) => token.says?.[name]?.is !== kind)
      .map(([name]) => name);
    if (wanting.length > 0)
      return about(client, failed(`Missing or of the wrong kind: ${wanting.join(', ')}.`, ...token.exhibits));
    const [patient] = patients ?? [];
    if (!patient) return about(client, cantTell('The Patient in context was not read.', ...exhibits));
    if (patient.status === 200 && patient.same) return about(client, passed(...patient.exhibits, ...exhibits));
    const came = `The Patient in context answered ${patient.status ?? 'nothing'}.`;
    return about(
      client,
      (patient.status ?? 500) >= 500 ? cantTell(came, ...patient.exhibits) : failed(came, ...patient.exhibits),
    );
  },
  examples: {
    passed: [{ when: 'all of it', facts: { connection: connection(), patients: [record()] } }],
    failed: [
      { when: 'no patient', facts: { connection: connection({ token: token({ patient: undefined }) }) } },
      {
        when: 'the banner as text',
        facts: { connection: connection({ token: token({ need_patient_banner: { is: 'string' } }) }) },
      },
      { when: 'the Patient does not open', facts: { connection: connection(), patients: [closed(403)] } },
    ],
    'cant-tell': [
      { when: 'no token', facts: { connection: unconnected(authorization()) } },
      { when: 'nothing was read', facts: { connection: connection() } },
      { when: 'the server fails', facts: { connection: connection(), patients: [closed(503)] } },
    ],
  },
});

const kinds = { patient: 'string', need_patient_banner: 'boolean', smart_style_url: 'string' } as const;
