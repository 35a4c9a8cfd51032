import { type PublishedPage, type PublishedPages, registeredFor } from '../facts/documents/published.ts';
import { about, cantTell, inapplicable, type Verdict } from '../model/rule.ts';
import type { PageRole, Vendor } from '../model/vendor.ts';

/** The description of the EHI export is a topic of its own. */
const roles: readonly PageRole[] = ['api', 'registration', 'fees', 'terms', 'disclosures'];

/** One verdict for each address that the profile registers, once however many roles it has. */
export function eachRegistered(
  published: PublishedPages,
  vendor: Pick<Vendor, 'pages'>,
  judge: (page: PublishedPage) => Verdict,
  of: readonly PageRole[] = roles,
): readonly Verdict[] | Verdict {
  const pages = new Set(of.flatMap(role => registeredFor(published, role)));
  const verdicts = [...pages].map(page => about(page.url, judge(page)));
  const seen = new Set([...pages].map(({ url }) => url));
  const [first] = published.pages;
  const silent = [...new Set(of.flatMap(role => vendor.pages[role] ?? []).map(({ url }) => plain(url)))].filter(
    url => !seen.has(url),
  );
  const unknown = first
    ? silent.map(url =>
        about(
          url,
          cantTell(
            `${url} gave no answer, and nothing shows that the fault is not in our own network.`,
            ...first.exhibits,
          ),
        ),
      )
    : [];
  const all = [...verdicts, ...unknown];
  return all.length > 0 ? all : inapplicable(`The profile names no page for ${of.join(', ')}.`);
}

function plain(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
