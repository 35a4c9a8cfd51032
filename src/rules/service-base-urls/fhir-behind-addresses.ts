import { type Knock, knocks } from '../../facts/service-base-urls/knocks.ts';
import { knock } from '../../facts/service-base-urls/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { firstOf, number } from '../service-base-urls.ts';

/** An address that answers, but not as a FHIR server, sends an app looking for the fault in itself. */
export default defineRule({
  id: 'service-base-urls/fhir-behind-addresses',
  says: 'Behind the addresses on the list that answer there is a FHIR server',
  otherwise: 'Behind addresses on the list there is no FHIR server',
  cites: ['45 CFR 170.404(b)(2)', '45 CFR 170.404(b)(2)(iii)(B)'],
  barrier: 'sbu-endpoint-dead-or-stale',
  assumes:
    'A FHIR server gives its /metadata, or its /.well-known/smart-configuration, to anyone; one that refuses a stranger is not judged.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Publish the base address, to which /metadata can be added, of a server that is there.',
  per: 'vendor',
  corroboration: { times: 3, hours: 24 },
  needs: { knocks },
  judge({ knocks }) {
    const answering = knocks.filter(({ found }) => found === 'fhir' || found === 'nothing' || found === 'other');
    if (answering.length === 0) return inapplicable('No address that was knocked at showed what it is.');
    const exhibits = answering.flatMap(one => one.exhibits);
    const [cited = knocks[0].exhibits[0], ...more] = exhibits;
    const share = (some: readonly Knock[]) =>
      `${number(some.length)} of ${number(knocks.length)} addresses knocked at, first: ${firstOf(some, told)}`;
    const nothing = answering.filter(({ found }) => found === 'nothing');
    if (nothing.length > 0) return failed(`No FHIR server is behind ${share(nothing)}.`, cited, ...more);
    const other = answering.filter(({ found }) => found === 'other');
    if (other.length > 0) {
      return cantTell(
        `Something else than FHIR came from ${share(other)}. It may be a wall for robots.`,
        cited,
        ...more,
      );
    }
    return passed(cited, ...more);
  },
  examples: {
    passed: [{ when: 'each gives its metadata', facts: { knocks: [knock('alder'), knock('cedar')] } }],
    failed: [
      {
        when: 'one knows neither document',
        facts: { knocks: [knock('alder'), knock('cedar', { found: 'nothing', says: 'answered 404 with text/html' })] },
      },
    ],
    'cant-tell': [
      {
        when: 'one gives a web page for whatever is asked',
        facts: { knocks: [knock('alder', { found: 'other', says: 'answered 200 with text/html' })] },
      },
    ],
    inapplicable: [
      {
        when: 'nobody answered a stranger',
        facts: { knocks: [knock('alder', { found: 'guarded', says: 'answered 403 without a media type' })] },
      },
    ],
  },
});

const told = ({ address, says }: Knock): string => `${address} ${says}`;
