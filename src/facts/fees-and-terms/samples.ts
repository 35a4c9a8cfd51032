/** Pages of a made-up vendor, in Markdown, for rules to read in their examples. */
import type { ExhibitId } from '../../model/exhibit.ts';
import type { PageRole } from '../../model/vendor.ts';
import { parseMarkdown } from '../documents/markdown.ts';
import { type PageOfStatements, type Statements, statementsOn, type UnreadPage } from './statements.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;

export function pageSaying(markdown: string, role: PageRole = 'fees'): PageOfStatements {
  const url = `https://www.larkspur.example/api/${role}`;
  return statementsOn({ url, documents: [parseMarkdown(markdown, url)], exhibits: [exhibit] }, role);
}

/** One page that was read. */
export const saying = (markdown: string, role: PageRole = 'fees'): Statements => ({
  pages: [pageSaying(markdown, role)],
  unread: [],
});

/** The page for a role is there, and nobody could read it. */
export const unreadable = (role: PageRole, says = 'shows a robot check before anything else'): Statements => {
  const unread: UnreadPage = { url: `https://www.larkspur.example/api/${role}`, role, says, exhibits: [exhibit] };
  return { pages: [], unread: [unread] };
};
