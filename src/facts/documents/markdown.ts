import { Marked } from 'marked';
import type { Document } from './document.ts';
import { parseHtml } from './html.ts';

const marked = new Marked({ gfm: true, async: false });

/** Markdown means the HTML it is turned into; front matter is about the document and no part of it. */
export function parseMarkdown(source: string, url: string): Document {
  const text = source.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
  return parseHtml(marked.parse(text, { async: false }), url, 'markdown');
}

/** Headings, links or listings, as Markdown writes them. */
export function looksLikeMarkdown(text: string): boolean {
  const head = text.slice(0, 20_000);
  return /^#{1,4} \S/m.test(head) || /^```/m.test(head) || /\[[^\]\n]+\]\((https?:|\.?\/|#)[^)\n]*\)/.test(head);
}
