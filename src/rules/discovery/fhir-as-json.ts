import { capabilityStatement, metadata } from '../../facts/discovery/capability-statement.ts';
import { type JsonReading, receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { reading, statement } from '../../facts/discovery/samples.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';

const isJson = (format: string): boolean => /\bjson\b/i.test(format);

/** Apps for patients read JSON; a server that speaks XML alone shuts them out. */
export default defineRule({
  id: 'discovery/fhir-as-json',
  says: 'The server offers FHIR as JSON, and says so',
  otherwise: 'The server does not offer FHIR as JSON, or does not say that it does',
  cites: ['US Core json', 'SH-PAT-1'],
  barrier: 'tec-search-unsupported',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Honour Accept: application/fhir+json, and list "json" in CapabilityStatement.format.',
  per: 'deployment',
  needs: { metadata, statement: capabilityStatement },
  judge({ metadata, statement }) {
    const served = verdictOnServed(metadata);
    const stated = statement.formats.some(isJson)
      ? passed(statement.exhibit)
      : failed(`CapabilityStatement.format lists ${list(statement.formats)}.`, statement.exhibit);
    return [about('served', served), about('stated', stated)];
  },
  examples: {
    passed: [
      {
        when: 'JSON served and stated',
        facts: { metadata: reading({ object: { resourceType: 'CapabilityStatement' } }), statement: statement() },
      },
      {
        when: 'the older media type',
        facts: {
          metadata: reading({ object: { resourceType: 'CapabilityStatement' } }),
          statement: statement({ formats: ['application/xml+fhir', 'application/json+fhir'] }),
        },
      },
    ],
    failed: [
      {
        when: 'formats without JSON',
        facts: {
          metadata: reading({ object: { resourceType: 'CapabilityStatement' } }),
          statement: statement({ formats: ['xml'] }),
        },
      },
      {
        when: 'the Accept header overlooked',
        facts: { metadata: reading({ contentType: 'application/fhir+xml', instead: 'XML' }), statement: statement() },
      },
    ],
    'cant-tell': [
      {
        when: 'an error at the first request, JSON at the next',
        facts: { metadata: reading({ status: 503, instead: 'nothing' }), statement: statement() },
      },
    ],
  },
});

const list = (formats: readonly string[]): string => (formats.length > 0 ? formats.join(', ') : 'nothing');

function verdictOnServed(metadata: JsonReading): Verdict {
  const { exhibit } = metadata.answer;
  switch (receptionOf(metadata)) {
    case 'served':
      return passed(exhibit);
    case 'something-else':
    case 'not-there':
      return failed(
        `Asked for application/fhir+json, ${saysWhatCame(metadata)}; only another way of asking gave JSON.`,
        exhibit,
      );
    default:
      return cantTell(`${saysWhatCame(metadata)}; another way of asking gave JSON.`, exhibit);
  }
}
