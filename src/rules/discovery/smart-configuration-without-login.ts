import { receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { reading, unreachable } from '../../facts/discovery/samples.ts';
import { smartConfigurationReading } from '../../facts/discovery/smart-configuration.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** It says where to sign in: asking for a sign-in before showing it locks the door and keeps the key inside. */
export default defineRule({
  id: 'discovery/smart-configuration-without-login',
  says: 'The SMART configuration opens without a login',
  otherwise: 'The SMART configuration is behind a login',
  cites: ['AUT-PAT-24', 'SMART 2.0.0 smart-configuration', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer GET [base]/.well-known/smart-configuration to anyone, without a session, token or key.',
  per: 'deployment',
  needs: { smart: smartConfigurationReading },
  judge({ smart }) {
    const { exhibit, exhibits } = smart.answer;
    switch (receptionOf(smart)) {
      case 'asked-to-sign-in':
        return failed(`A stranger is asked to sign in: ${saysWhatCame(smart)}.`, ...exhibits);
      case 'served':
      case 'not-there':
      case 'something-else':
      case 'broken-off':
        return passed(exhibit);
      case 'turned-away':
        return cantTell(`Our client was turned away, a person may not be: ${saysWhatCame(smart)}.`, exhibit);
      case 'server-error':
      case 'unreachable':
        return cantTell(`There was no answer to judge by: ${saysWhatCame(smart)}.`, exhibit);
    }
  },
  examples: {
    passed: [
      { when: 'anyone may read it', facts: { smart: reading({ object: {} }) } },
      { when: 'nothing is there, and no login either', facts: { smart: reading({ status: 404, instead: 'nothing' }) } },
    ],
    failed: [
      { when: '401 without a token', facts: { smart: reading({ status: 401, instead: 'JSON with status 401' }) } },
      {
        when: 'a page with a field for a password',
        facts: { smart: reading({ contentType: 'text/html', instead: 'a page to sign in', signIn: true }) },
      },
    ],
    'cant-tell': [
      { when: '403 to a client that is no browser', facts: { smart: reading({ status: 403, instead: 'a web page' }) } },
      { when: 'an error of the server', facts: { smart: reading({ status: 502, instead: 'nothing' }) } },
      { when: 'nothing listens', facts: { smart: unreachable } },
    ],
  },
});
