import { consents } from '../../facts/authorization/connections.ts';
import { authorization } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const page = (changed: object) =>
  authorization({ consent: { boxes: [], buttons: ['Allow', 'Deny'], unticked: [], text: 'Allow?', ...changed } });

/** A patient who can only say all or nothing will share more than they want, or nothing. */
export default defineRule({
  id: 'authorization/consent-by-resource',
  says: 'A patient can decide about each kind of record that an app asks for',
  otherwise: 'A patient can share all that an app asks for, or nothing',
  cites: ['AUT-PAT-10', 'AUT-PAT-33', '45 CFR 170.315(g)(10)(v)(A)'],
  barrier: 'tec-granular-scope-missing',
  assumes:
    'Kinds of record may be grouped and renamed. A page without a box, switch or way to edit offers no decision but the whole.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Put a box beside each kind of record on the page where the patient decides, and honour what is unticked.',
  per: 'deployment',
  needs: { consents },
  judge: ({ consents }) =>
    eachApp(consents, ({ consent, exhibits }) => {
      const free = consent?.boxes.filter(({ locked }) => !locked) ?? [];
      if (free.length >= 2) return passed(...exhibits);
      const ways = consent?.buttons.filter(words => editing.test(words)) ?? [];
      if (ways.length > 0)
        return cantTell(`The page has no boxes, and "${ways[0]}" may lead to some: a person must look.`, ...exhibits);
      if (/role="?switch/.test(consent?.text ?? '') || free.length === 1)
        return cantTell(
          'The page has one thing to switch; whether it stands for kinds of record a person must see.',
          ...exhibits,
        );
      return failed(
        'The page where the patient decides has nothing to take out: no box that can be unticked, and no way to edit.',
        ...exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'boxes', facts: { consents: [authorization()] } }],
    failed: [
      { when: 'allow or deny', facts: { consents: [page({})] } },
      {
        when: 'boxes that cannot be unticked',
        facts: { consents: [page({ boxes: authorization().consent?.boxes.map(box => ({ ...box, locked: true })) })] },
      },
    ],
    'cant-tell': [
      { when: 'a way to edit', facts: { consents: [page({ buttons: ['Allow', 'Edit what is shared'] })] } },
      { when: 'one box', facts: { consents: [page({ boxes: authorization().consent?.boxes.slice(0, 1) })] } },
    ],
  },
});

const editing = /\b(edit|custom|manage|change|choose|select|details|more|options|review)\b/i;
