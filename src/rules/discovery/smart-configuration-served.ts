import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { reading, statement, unreachable } from '../../facts/discovery/samples.ts';
import { smartConfigurationReading } from '../../facts/discovery/smart-configuration.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** An app that cannot find where to ask for a patient's consent cannot ask. */
export default defineRule({
  id: 'discovery/smart-configuration-served',
  says: '[base]/.well-known/smart-configuration answers with a JSON document',
  otherwise: '[base]/.well-known/smart-configuration does not answer with a JSON document',
  cites: ['AUT-PAT-24', 'AUT-PAT-5', 'SMART 2.0.0 smart-configuration', 'SMART 2.2.0 smart-configuration'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Answer GET [base]/.well-known/smart-configuration with status 200 and the SMART configuration as a JSON object.',
  per: 'deployment',
  needs: { smart: smartConfigurationReading },
  mayUse: { statement: capabilityStatement },
  judge({ smart, statement }) {
    const { exhibit, exhibits } = smart.answer;
    const came = saysWhatCame(smart);
    switch (receptionOf(smart)) {
      case 'served':
        if (typeof smart.object?.resourceType !== 'string') return passed(exhibit);
        return failed(`${came}, and the JSON is a FHIR ${smart.object.resourceType}.`, exhibit);
      case 'not-there':
      case 'something-else':
        if (statement)
          return failed(`${came}, although a CapabilityStatement stands at the same base address.`, ...exhibits);
        return cantTell(`${came}, and no CapabilityStatement is there either: is the base address right?`, exhibit);
      case 'asked-to-sign-in':
        return cantTell(`A login stands before it: ${came}.`, exhibit);
      case 'turned-away':
        return cantTell(`Our client was turned away: ${came}.`, exhibit);
      case 'server-error':
      case 'unreachable':
      case 'broken-off':
        return cantTell(`Seen once, and it may pass: ${came}.`, exhibit);
    }
  },
  examples: {
    passed: [
      {
        when: 'a JSON object',
        facts: { smart: reading({ object: { token_endpoint: 'https://auth.larkspur.example/token' } }) },
      },
    ],
    failed: [
      { when: 'nothing there', facts: { smart: reading({ status: 404, instead: 'nothing' }), statement: statement() } },
      {
        when: 'a web page',
        facts: { smart: reading({ contentType: 'text/html', instead: 'a web page' }), statement: statement() },
      },
      {
        when: 'JSON that ends too early',
        facts: { smart: reading({ instead: 'JSON that cannot be parsed' }), statement: statement() },
      },
      {
        when: 'an OperationOutcome with status 200',
        facts: { smart: reading({ object: { resourceType: 'OperationOutcome' } }) },
      },
    ],
    'cant-tell': [
      { when: 'nothing of FHIR at this address', facts: { smart: reading({ status: 404, instead: 'nothing' }) } },
      {
        when: 'a login stands before it',
        facts: { smart: reading({ status: 401, instead: 'nothing' }), statement: statement() },
      },
      { when: 'a robot check', facts: { smart: reading({ status: 429, instead: 'nothing' }), statement: statement() } },
      {
        when: 'an error of the server',
        facts: { smart: reading({ status: 500, instead: 'nothing' }), statement: statement() },
      },
      {
        when: 'the connection broke off',
        facts: {
          smart: reading({ instead: 'JSON that broke off on the way', brokenOff: true }),
          statement: statement(),
        },
      },
      { when: 'nothing listens', facts: { smart: unreachable } },
    ],
  },
});
