import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { statement } from '../../facts/discovery/samples.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';

/** Clients that build themselves from the statement need it to speak of the server that gave it. */
export default defineRule({
  id: 'discovery/capability-statement-kind',
  says: 'The CapabilityStatement describes this running server',
  otherwise: 'The CapabilityStatement does not describe a running server',
  cites: ['FHIR 4.0.1 CapabilityStatement', 'SH-PAT-1'],
  barrier: 'doc-behavior-mismatch',
  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Give the statement kind "instance" and a rest entry with mode "server".',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  judge({ statement: { kind, server, exhibit } }) {
    if (!server)
      return failed('It has no rest entry with mode "server", so it says nothing of what the server does.', exhibit);
    if (kind !== 'instance') return failed(`Its kind is ${kind ? `"${kind}"` : 'missing'}, not "instance".`, exhibit);
    return passed(exhibit);
  },
  examples: {
    passed: [{ when: 'an instance with a server', facts: { statement: statement() } }],
    failed: [
      { when: 'what a server should be able to do', facts: { statement: statement({ kind: 'requirements' }) } },
      { when: 'nothing about a server', facts: { statement: withoutServer() } },
    ],
  },
});

function withoutServer() {
  const { server: _, ...rest } = statement();
  return rest;
}
