import { keepFromForm, keptFromForm, registerApps } from '../src/collect/registration.ts';
import { isObject, textIn } from '../src/facts/discovery/json.ts';
import { publishedPages } from '../src/facts/documents/published.ts';
import { approvals } from '../src/facts/onboarding/approvals.ts';
import { readForms } from '../src/facts/onboarding/forms.ts';
import { lookingLabels, registrationEndpoint } from '../src/facts/onboarding/registration-endpoint.ts';
import { formLabels, registeredKinds, registrationLabel, reuseLabel } from '../src/facts/onboarding/registrations.ts';
import { linksToRegistration, pagesAboutRegistration, wayInLabel } from '../src/facts/onboarding/ways-in.ts';
import { whyNotSent } from '../src/facts/onboarding/why-not-sent.ts';
import type { Answer } from '../src/model/hands.ts';
import { step, stepPerDeployment, suite } from '../src/model/suite.ts';
import { readWhatIsPublished } from './published-pages.ts';

const json = { accept: 'application/json' };
const limit = 4 * 1024 * 1024;
/** Pages opened behind those about registration: a reader who is sent to more gives up. */
const mostOpened = 6;

export default suite(
  'onboarding',
  'How does an app that nobody there knows get in, and what is asked of its developer?',
  [
    readWhatIsPublished,

    step('open what leads to registration', { permits: ['passive'] }, async ({ facts, browser, obstacle, say }) => {
      const published = await facts.read(publishedPages);
      const pages = published ? pagesAboutRegistration(published) : [];
      if (pages.length === 0) {
        await obstacle(
          'not-collected',
          'No page about registration is known. Add its address under pages.registration, or that of the API documentation under pages.api.',
        );
        return;
      }
      const opened = new Set(pages.map(({ url }) => url));
      for (const page of pages) {
        for (const url of linksToRegistration(page)) {
          if (opened.has(url) || opened.size >= pages.length + mostOpened) continue;
          opened.add(url);
          say(`opening ${url}`);
          await browser.render(url, { as: wayInLabel, namedBy: page.exhibits.at(-1) ?? page.exhibits[0] });
        }
      }
    }),

    stepPerDeployment('look where programs register', { permits: ['passive'] }, async ({ deployment, http }) => {
      const smart = await http.get(`${deployment.base}/.well-known/smart-configuration`, {
        as: lookingLabels.smart,
        headers: json,
        limit,
      });
      const says = await objectIn(smart);
      const issuer = says && textIn(says.issuer);
      // The OpenID configuration may name an endpoint that SMART's does not.
      if (!issuer || !/^https?:/.test(issuer) || !URL.canParse(issuer) || says.registration_endpoint !== undefined)
        return;
      await http.get(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
        as: lookingLabels.openid,
        headers: json,
        limit,
        namedBy: smart.exhibit,
      });
    }),

    stepPerDeployment(
      'register an app of each kind, as a program does',
      { permits: ['write'] },
      async ({ facts, obstacle, ...hands }) => {
        const endpoint = await facts.read(registrationEndpoint, hands.deployment);
        if (!endpoint?.address) {
          await obstacle(
            'not-in-scope',
            'Neither the SMART nor the OpenID configuration names a registration endpoint, so that no program could register.',
          );
          return;
        }
        const kinds = registeredKinds.map(kind => ({
          kind,
          as: registrationLabel(kind),
          ...(kind === 'symmetric' ? { onlyAfterRefusal: true as const } : {}),
        }));
        await registerApps(
          { ...hands, obstacle },
          { address: endpoint.address, namedBy: endpoint.namedBy },
          kinds,
          reuseLabel,
        );
      },
    ),

    step(
      'fill in the form, as the profile says',
      { permits: ['write'] },
      async ({ vendor, facts, browser, http, measure, obstacle, say }) => {
        const form = vendor.registration;
        if (!form) return;
        const kept = keptFromForm(form, vendor);
        if (kept) {
          const { clientId, registeredAt } = kept;
          await measure({
            as: formLabels.reused,
            of: [],
            by: 'special-effort',
            value: { page: form.page, clientId, registeredAt },
          });
          return;
        }
        if (http.left.length > 0) {
          await obstacle(
            'needs-person',
            `An earlier attempt may have sent the form at ${form.page}, and it is not sent twice. Look whether the app is registered.`,
          );
          return;
        }
        const approved = (await facts.read(approvals)) ?? new Map<string, string>();
        const agreements: string[] = [];
        say(`filling in the form at ${form.page}`);
        const came = await browser.send(form.page, {
          as: formLabels.sent,
          fields: form.fields,
          tick: agreements,
          press: form.press,
          take: form.take as Readonly<Record<string, string>>,
          intent: `register an app with the form at ${form.page}`,
          check: (markup, url) => {
            const reasons = whyNotSent(markup, url, { fields: form.fields, approved });
            if (reasons.length > 0) return reasons.join('\n');
            const { forms } = readForms(markup, url);
            for (const { kind, label } of forms.flatMap(({ fields }) => fields))
              if (kind === 'agreement') agreements.push(label);
            return undefined;
          },
        });
        if (!came) return;
        if ('stopped' in came) {
          await obstacle('needs-person', came.stopped);
          return;
        }
        const issued = came.taken['client-id'] !== undefined;
        await measure({
          as: formLabels.issued,
          of: [came.exhibit],
          by: 'special-effort',
          value: { page: form.page, issued },
        });
        await keepFromForm({ http, vendor }, form, came);
      },
    ),
  ],
);

async function objectIn(answer: Answer): Promise<Record<string, unknown> | undefined> {
  if (answer.status !== 200) return undefined;
  try {
    const value: unknown = JSON.parse(await answer.text());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
