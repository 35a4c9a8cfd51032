import { metadata } from '../../facts/discovery/capability-statement.ts';
import { receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { reading, unreachable } from '../../facts/discovery/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Whoever must sign in before learning what a server offers cannot even write the app that would sign in. */
export default defineRule({
  id: 'discovery/capability-statement-without-login',
  says: 'The CapabilityStatement opens without a login',
  otherwise: 'The CapabilityStatement is behind a login',
  cites: ['45 CFR 170.315(g)(10)(ii)(A)', 'SH-PAT-1', 'FHIR 4.0.1 capabilities'],
  barrier: 'tec-nonstandard-prerequisite',
  assumes: 'A client reads [base]/metadata before it has any credential, so no login may stand before it.',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer GET [base]/metadata to anyone, without a session, token or key.',
  per: 'deployment',
  needs: { metadata },
  judge({ metadata }) {
    const { exhibits, exhibit } = metadata.answer;
    switch (receptionOf(metadata)) {
      case 'asked-to-sign-in':
        return failed(`A stranger is asked to sign in: ${saysWhatCame(metadata)}.`, ...exhibits);
      case 'served':
      case 'not-there':
      case 'something-else':
      case 'broken-off':
        return passed(exhibit);
      case 'turned-away':
        return cantTell(`Our client was turned away, a person may not be: ${saysWhatCame(metadata)}.`, exhibit);
      case 'server-error':
      case 'unreachable':
        return cantTell(`There was no answer to judge by: ${saysWhatCame(metadata)}.`, exhibit);
    }
  },
  examples: {
    passed: [
      { when: 'anyone may read it', facts: { metadata: reading({ object: { resourceType: 'CapabilityStatement' } }) } },
      { when: 'nothing is there, and no login either', facts: { metadata: reading({ status: 404, instead: 'JSON' }) } },
    ],
    failed: [
      { when: '401 without a token', facts: { metadata: reading({ status: 401, instead: 'nothing' }) } },
      {
        when: 'a redirect to the page for signing in',
        facts: {
          metadata: reading({
            contentType: 'text/html',
            url: 'https://login.larkspur.example/',
            instead: 'a web page',
          }),
        },
      },
    ],
    'cant-tell': [
      {
        when: '403 to a client that is no browser',
        facts: { metadata: reading({ status: 403, instead: 'a web page' }) },
      },
      { when: 'an error of the server', facts: { metadata: reading({ status: 500, instead: 'nothing' }) } },
      { when: 'nothing listens', facts: { metadata: unreachable } },
    ],
  },
});
