import { crawl, patientReader } from '../src/collect/pages.ts';
import { linkWorth, type Site } from '../src/facts/documents/link-worth.ts';
import { needsDrawing } from '../src/facts/documents/page-state.ts';
import { parseDocument } from '../src/facts/documents/parse.ts';
import { pageLabels, readingStepName, readRoles } from '../src/facts/documents/published.ts';
import { step } from '../src/model/suite.ts';

/**
 * The first step of every topic that reads what a vendor publishes. Topics share it: pages are read once in a run, whichever
 * topic comes first, and the fact `publishedPages` gives them to all.
 */
export const readWhatIsPublished = step(readingStepName, { permits: ['passive'] }, async hands => {
  const { vendor } = hands;
  const from = readRoles.flatMap(role => (vendor.pages[role] ?? []).map(({ url }) => url));
  if (from.length === 0) {
    await hands.obstacle(
      'not-collected',
      'The profile names no page to read. Add the address of the API documentation under pages.api, and those of registration, fees and terms if they are known.',
    );
    return;
  }
  const site: Site = { from, bases: vendor.deployments.map(({ base }) => base) };
  await hands.once('read what is published', () =>
    crawl(hands, {
      from,
      labels: pageLabels,
      budget: patientReader,
      look: async (body, { url, contentType, clicks }) => {
        const { documents = [] } = await parseDocument(body, { url, contentType });
        const isPage = documents[0]?.format === 'html';
        return {
          links: documents.flatMap(({ links }) => links).map(link => ({ ...link, worth: linkWorth(link, site) })),
          // A registered page is always pictured; of others, what shows nothing without scripts.
          draw: isPage && (clicks === 0 || documents.some(needsDrawing)),
        };
      },
      worth: link => linkWorth(link, site),
    }),
  );
});
