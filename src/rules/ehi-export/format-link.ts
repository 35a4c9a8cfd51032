import { openedExports, openedLinks } from '../../facts/ehi-export/exports.ts';
import { formatPage, inventory, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachExport, isUnread, some, unread } from '../ehi-export.ts';

const plain = (url: string): string =>
  url
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/[#?].*$/, '')
    .replace(/\/+$/, '')
    .toLowerCase();

/** Years later the file may be all that is left: without the address, nobody knows what its columns mean. */
export default defineRule({
  id: 'ehi-export/format-link',
  says: 'The export carries the address of the description of its format',
  otherwise: 'No file of the export names the address of the description of its format',
  cites: ['45 CFR 170.315(b)(10)(i)(E)', '45 CFR 170.315(b)(10)(ii)(B)'],
  barrier: 'ehi-hyperlink-absent',
  assumes: '"included with the exported files" means that a file of the package names the address',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Write the public address of the description into every package, in a README or a manifest.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { links: openedLinks },
  judge: ({ exports, links = [] }, { vendor }) =>
    eachExport(exports, opened => {
      if (isUnread(opened)) return unread(opened);
      const registered = (vendor.pages['ehi-format'] ?? []).map(({ url }) => plain(url));
      const named = opened.reading.links;
      const own = named.find(({ url }) =>
        registered.some(page => plain(url) === page || plain(url).startsWith(`${page}/`)),
      );
      if (own) return { ...passed(...opened.exhibits), because: `${own.path} names ${own.url}.` };
      const living = named.filter(({ url }) =>
        links.some(({ url: asked, answer }) => asked === url && answer.kind === 'response' && answer.status < 400),
      );
      if (living.length > 0) {
        const sentence = `The export names ${some(living.map(({ url, path }) => `${url} in ${path}`))}; whether that describes the format, a person must see.`;
        return cantTell(sentence, ...opened.exhibits);
      }
      if (opened.reading.inventory.problems.length > 0)
        return cantTell(
          'Not every file of the export could be read, and those that could name no address.',
          ...opened.exhibits,
        );
      const others =
        named.length > 0
          ? `; the addresses in it lead elsewhere: ${some(
              named.map(({ url }) => url),
              3,
            )}`
          : '';
      return failed(`None of its files names the address of a description${others}.`, ...opened.exhibits);
    }),
  examples: {
    passed: [
      {
        when: 'its README names the registered page',
        facts: { exports: [opened()] },
        setting: { vendor: { pages: { 'ehi-format': [{ url: formatPage }] } } },
      },
    ],
    failed: [{ when: 'it has tables and nothing else', facts: { exports: [opened({ links: [] })] } }],
    'cant-tell': [
      {
        when: 'a file could not be read',
        facts: {
          exports: [
            opened({
              links: [],
              inventory: inventory({ problems: [{ kind: 'limit', path: 'x.zip', message: 'lies too deep' }] }),
            }),
          ],
        },
      },
    ],
  },
});
