import { capabilityStatement, metadata } from '../../facts/discovery/capability-statement.ts';
import { receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { reading, smart, statement, unreachable } from '../../facts/discovery/samples.ts';
import { smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Without it an app cannot know which records the server holds and how to search them. */
export default defineRule({
  id: 'discovery/capability-statement-served',
  says: '[base]/metadata answers with a CapabilityStatement',
  otherwise: '[base]/metadata does not answer with a CapabilityStatement',
  cites: ['SH-PAT-1', '45 CFR 170.315(g)(10)(ii)(A)', 'FHIR 4.0.1 capabilities'],
  barrier: 'tec-search-unsupported',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer GET [base]/metadata with status 200 and a complete FHIR CapabilityStatement.',
  per: 'deployment',
  needs: { metadata },
  mayUse: { statement: capabilityStatement, smart: smartConfiguration },
  judge({ metadata, statement, smart }) {
    const { exhibit, exhibits } = metadata.answer;
    if (statement) return passed(statement.exhibit);
    const came = saysWhatCame(metadata);
    switch (receptionOf(metadata)) {
      case 'served':
        return failed(`${came}, and the JSON is ${resourceOf(metadata.object)}.`, exhibit);
      case 'not-there':
      case 'something-else':
        // Only a base address that is one can lack its CapabilityStatement; a mistyped one lacks everything.
        if (smart)
          return failed(`${came}, although a SMART configuration stands at the same base address.`, ...exhibits);
        return cantTell(`${came}, and no SMART configuration is there either: is the base address right?`, exhibit);
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
        when: 'a CapabilityStatement',
        facts: { metadata: reading({ object: { resourceType: 'CapabilityStatement' } }), statement: statement() },
      },
      {
        when: 'XML by default, JSON when the parameter asks for it',
        facts: { metadata: reading({ contentType: 'application/fhir+xml', instead: 'XML' }), statement: statement() },
      },
    ],
    failed: [
      { when: 'another resource', facts: { metadata: reading({ object: { resourceType: 'OperationOutcome' } }) } },
      {
        when: 'a web page where the SMART configuration is in order',
        facts: { metadata: reading({ contentType: 'text/html', instead: 'a web page' }), smart: smart() },
      },
      {
        when: 'JSON that ends too early',
        facts: { metadata: reading({ instead: 'JSON that cannot be parsed' }), smart: smart() },
      },
    ],
    'cant-tell': [
      { when: 'nothing of FHIR at this address', facts: { metadata: reading({ status: 404, instead: 'a web page' }) } },
      {
        when: 'a login stands before it',
        facts: { metadata: reading({ status: 401, instead: 'nothing' }), smart: smart() },
      },
      { when: 'a robot check', facts: { metadata: reading({ status: 429, instead: 'nothing' }), smart: smart() } },
      {
        when: 'an error of the server',
        facts: { metadata: reading({ status: 503, instead: 'nothing' }), smart: smart() },
      },
      { when: 'nothing listens', facts: { metadata: unreachable } },
    ],
  },
});

const resourceOf = (object: { readonly resourceType?: unknown } | undefined): string =>
  typeof object?.resourceType === 'string' ? `a FHIR ${object.resourceType}` : 'no FHIR resource';
