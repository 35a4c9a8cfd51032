import { type JsonReading, receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { reading } from '../../facts/discovery/samples.ts';
import { smartConfigurationReading, smartConfigurationUnasked } from '../../facts/discovery/smart-configuration.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';

/** Strict clients drop a document whose label does not say JSON. */
export default defineRule({
  id: 'discovery/smart-configuration-media-type',
  says: 'The SMART configuration is served as application/json, whatever the client accepts',
  otherwise: 'The SMART configuration is not always served as application/json',
  cites: ['SMART 2.0.0 smart-configuration', 'SMART 2.2.0 smart-configuration', 'AUT-PAT-24'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Send Content-Type: application/json with the SMART configuration, and leave the Accept header out of account.',
  per: 'deployment',
  needs: { asked: smartConfigurationReading },
  mayUse: { unasked: smartConfigurationUnasked },
  judge({ asked, unasked }) {
    const isServed = asked.object !== undefined || unasked?.object !== undefined;
    return [
      about('asked with Accept: application/json', verdictOn(asked, isServed)),
      ...(unasked ? [about('asked without an Accept header', verdictOn(unasked, isServed))] : []),
    ];
  },
  examples: {
    passed: [
      {
        when: 'application/json both times',
        facts: { asked: reading({ object: {} }), unasked: reading({ object: {} }) },
      },
    ],
    failed: [
      { when: 'JSON labelled as text', facts: { asked: reading({ contentType: 'text/plain', object: {} }) } },
      {
        when: 'a web page for whoever does not ask for JSON',
        facts: {
          asked: reading({ object: {} }),
          unasked: reading({ contentType: 'text/html', instead: 'a web page' }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'a web page to everyone',
        facts: { asked: reading({ contentType: 'text/html', instead: 'a web page' }) },
      },
      { when: 'nothing was served', facts: { asked: reading({ status: 404, instead: 'nothing' }) } },
      {
        when: 'the connection broke off',
        facts: { asked: reading({ instead: 'JSON that broke off on the way', brokenOff: true }) },
      },
    ],
  },
});

/** @param isServed whether the document came in some way of asking: without it there is nothing to label */
function verdictOn(smart: JsonReading, isServed: boolean): Verdict {
  const { answer, object } = smart;
  const reception = receptionOf(smart);
  const isTold = isServed && (reception === 'served' || reception === 'something-else');
  if (!isTold || answer.kind === 'unreachable') return cantTell(`${saysWhatCame(smart)}.`, answer.exhibit);
  if (object && answer.contentType === 'application/json') return passed(answer.exhibit);
  return failed(`${saysWhatCame(smart)}.`, answer.exhibit);
}
