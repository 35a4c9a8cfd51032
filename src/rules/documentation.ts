import { type Contents, type Item, items } from '../facts/documentation/contents.ts';
import { cite, libraryOf, technicalDocuments, whatWasRead } from '../facts/documentation/library.ts';
import type { PublishedPages } from '../facts/documents/published.ts';
import type { ExhibitId } from '../model/exhibit.ts';
import { about, cantTell, failed, inapplicable, passed, type Verdict } from '../model/rule.ts';
import type { Vendor } from '../model/vendor.ts';
import type { NonEmpty } from '../model/words.ts';

/** The pages a verdict about everything published rests on; the first that was read, where none could be. */
export function exhibitsOf(published: PublishedPages): NonEmpty<ExhibitId> {
  const [first, ...rest] =
    technicalDocuments(published).length > 0 ? technicalDocuments(published) : libraryOf(published).documents;
  if (first)
    return [
      ...first.page.exhibits,
      ...rest.slice(0, 4).flatMap(({ page }) => page.exhibits),
    ] as unknown as NonEmpty<ExhibitId>;
  return published.pages[0]?.exhibits ?? fail();
}

const fail = (): never => {
  throw new Error('Published pages without a page are absent.');
};

/** Why nothing can be said of what the documentation holds, where that is so. */
export function unreadable(published: PublishedPages): Verdict | undefined {
  if (technicalDocuments(published).length > 0) return undefined;
  const [gap] = libraryOf(published).gaps;
  const why = gap ?? published.pages.map(({ url, state }) => `${url} ${state.says}`)[0] ?? 'nothing came';
  return cantTell(
    `No description of the API was reached, so nothing can be said of what it holds: ${why}.`,
    ...exhibitsOf(published),
  );
}

/** One verdict for each thing that documentation must hold, with the passage that satisfies it. */
export function eachItem(
  published: PublishedPages,
  contents: Contents,
  wanted: readonly Item[],
): Verdict | readonly Verdict[] {
  const nothing = unreadable(published);
  if (nothing) return nothing;
  const { gaps } = libraryOf(published);
  return wanted.map(item => {
    const presence = contents[item];
    if (presence?.strength === 'shown')
      return about(items[item], { ...passed(...presence.found.page.exhibits), because: `${cite(presence.found)}` });
    if (presence) {
      return about(
        items[item],
        cantTell(
          `It is mentioned, and a person must see whether that is enough: ${cite(presence.found)}.`,
          ...presence.found.page.exhibits,
        ),
      );
    }
    if (gaps.length > 0)
      return about(
        items[item],
        cantTell(`It was not found, but not everything was read: ${gaps.join('; ')}.`, ...exhibitsOf(published)),
      );
    return about(
      items[item],
      failed(`Not found in ${whatWasRead(libraryOf(published).documents)}: ${items[item]}.`, ...exhibitsOf(published)),
    );
  });
}

/** Where a profile lists its criteria and (g)(10) is not among them, its paragraphs ask nothing. */
export const withoutG10 = ({ product }: Pick<Vendor, 'product'>): Verdict | undefined =>
  product.criteria && !product.criteria.some(criterion => /g\)?\(?10/i.test(criterion))
    ? inapplicable('The profile lists the criteria of the product, and 170.315(g)(10) is not among them.')
    : undefined;
