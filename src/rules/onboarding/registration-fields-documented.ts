import { openPages, publishedPages } from '../../facts/documents/published.ts';
import { fieldMentions } from '../../facts/onboarding/field-mentions.ts';
import type { FieldKind } from '../../facts/onboarding/forms.ts';
import { form, page, published } from '../../facts/onboarding/samples.ts';
import { registrationForms, waysIn } from '../../facts/onboarding/ways-in.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import { quoted } from '../onboarding.ts';

/** Sponsors, audits, programmes and payments have rules of their own. */
const unexpected: ReadonlySet<FieldKind> = new Set(['phone', 'business-number', 'upload']);
const duns = '<label>D-U-N-S number <input name="duns" required></label>';

/** What is found out only at the form costs whoever came for nothing another week: the number, the paper, the person who signs. */
export default defineRule({
  id: 'onboarding/registration-fields-documented',
  says: 'What registration cannot do without is told beforehand',
  otherwise: 'Registration cannot do without something that the documentation does not tell, or denies',
  cites: ['45 CFR 170.404(a)(2)(ii)(A)(6)', '45 CFR 170.404(a)(2)(ii)(A)(5)'],
  barrier: 'doc-terms-unpublished',
  assumes:
    'Who one is, how to be reached by mail, an account and what the app is called and does are expected by everyone; telephones, business numbers and papers to be sent in are to be told. A form that asks is not yet a document that tells.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Name every required field and paper on the page about registration.',
  per: 'vendor',
  needs: { ways: waysIn },
  mayUse: { published: publishedPages },
  judge({ ways, published }) {
    const asking = registrationForms(ways).flatMap(({ way, form }) =>
      form.fields.filter(({ required }) => required).map(field => ({ way, field })),
    );
    const [first] = ways;
    const exhibits = ways.flatMap(way => way.exhibits);
    if (registrationForms(ways).length === 0) return inapplicable('No form to register with was seen.', ...exhibits);
    const unusual = asking.filter(({ field }) => unexpected.has(field.kind));
    if (unusual.length === 0) return passed(first.exhibits[0], ...exhibits);
    const seen = new Set<string>();
    return unusual.flatMap(({ way, field }): Verdict[] => {
      const subject = (field.label || field.name).slice(0, 80);
      if (seen.has(subject)) return [];
      seen.add(subject);
      const pages = (published ? openPages(published) : []).filter(({ url }) => url !== way.url);
      if (pages.length === 0)
        return [
          about(
            subject,
            cantTell(
              `${way.url} cannot be sent without ${quoted(subject)}, and no documentation was read.`,
              ...way.exhibits,
            ),
          ),
        ];
      const { told, denied } = fieldMentions(field, pages);
      if (denied) {
        return [
          about(
            subject,
            failed(
              `${way.url} cannot be sent without it, while ${denied.place} says: ${quoted(denied.text)}`,
              ...way.exhibits,
              ...denied.exhibits,
            ),
          ),
        ];
      }
      if (told)
        return [
          about(subject, {
            ...passed(...way.exhibits, ...told.exhibits),
            because: `${told.place} tells of it: ${quoted(told.text)}`,
          }),
        ];
      return [
        about(
          subject,
          failed(
            `${way.url} cannot be sent without it, and none of the ${pages.length} other pages that were read tells of it.`,
            ...way.exhibits,
          ),
        ),
      ];
    });
  },
  examples: {
    passed: [
      {
        when: 'nothing but names and addresses is asked for',
        facts: { ways: [page(form())], published: published('<p>Register your app.</p>') },
      },
      {
        when: 'the page about registration names the number',
        facts: { ways: [page(form(duns))], published: published('<p>Have your D-U-N-S number ready.</p>') },
      },
    ],
    failed: [
      {
        when: 'no page names the number',
        facts: { ways: [page(form(duns))], published: published('<p>Register your app.</p>') },
      },
      {
        when: 'a page says that it is not needed',
        facts: { ways: [page(form(duns))], published: published('<p>You need no D-U-N-S number.</p>') },
      },
    ],
    'cant-tell': [{ when: 'no documentation was read', facts: { ways: [page(form(duns))] } }],
    inapplicable: [{ when: 'there is no form', facts: { ways: [page('<p>Write to us.</p>')] } }],
  },
});
