import { type IdentitySeen, identityTokens, userResources } from '../../facts/authorization/connections.ts';
import { closed, identity, record } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const without: IdentitySeen = (({ fhirUser: _, ...rest }) => rest)(identity());

/** It tells an app whether a patient or a carer sits before it. */
export default defineRule({
  id: 'authorization/fhir-user',
  says: 'Identity tokens name the person as a FHIR resource, which opens',
  otherwise: 'Identity tokens do not name the person as a FHIR resource that opens',
  cites: ['AUT-PAT-17', 'AUT-PAT-28', 'SMART 2.0.0 capabilities'],
  barrier: 'tec-patient-launch-broken',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Put the absolute address of the Patient, Practitioner, RelatedPerson or Person into the claim fhirUser, and let the token read it.',
  per: 'deployment',
  needs: { tokens: identityTokens },
  mayUse: { users: userResources },
  judge: ({ tokens, users = [] }) =>
    eachApp(tokens, (one): Verdict => {
      const { fhirUser, client, exhibits } = one;
      if (!fhirUser) return failed('The claim fhirUser is missing.', ...exhibits);
      if (!fhirUser.url) return failed('fhirUser is no absolute address.', ...exhibits);
      if (!fhirUser.type)
        return failed('fhirUser names no Patient, Practitioner, RelatedPerson or Person.', ...exhibits);
      const user = users.find(seen => seen.client === client);
      if (!user) return cantTell('fhirUser lies outside this base address and was not read.', ...exhibits);
      if (user.status === 200 && user.same) return passed(...user.exhibits, ...exhibits);
      if (user.status === undefined || user.status >= 500)
        return cantTell(`The resource that fhirUser names answered ${user.status ?? 'nothing'}.`, ...user.exhibits);
      return failed(`The resource that fhirUser names answered ${user.status}.`, ...user.exhibits);
    }),
  examples: {
    passed: [{ when: 'a Patient that opens', facts: { tokens: [identity()], users: [record()] } }],
    failed: [
      { when: 'no claim', facts: { tokens: [without] } },
      {
        when: 'a relative address',
        facts: { tokens: [identity({ fhirUser: { url: false, type: 'Patient', beneath: false } })] },
      },
      { when: 'something else', facts: { tokens: [identity({ fhirUser: { url: true, beneath: false } })] } },
      { when: 'it does not open', facts: { tokens: [identity()], users: [closed(403)] } },
    ],
    'cant-tell': [
      {
        when: 'it lies elsewhere',
        facts: { tokens: [identity({ fhirUser: { url: true, type: 'Patient', beneath: false } })] },
      },
    ],
  },
});
