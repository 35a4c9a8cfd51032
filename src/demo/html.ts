/** A piece of HTML that needs no more escaping. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

const escapes: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Piece = Html | string | number | false | undefined | readonly Piece[];

function write(piece: Piece): string {
  if (piece instanceof Html) return piece.markup;
  if (piece === undefined || piece === false) return '';
  if (typeof piece === 'object') return piece.map(write).join('');
  return String(piece).replace(/[&<>"']/g, sign => escapes[sign]!);
}

/** Template tag: what is put in is escaped unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.map((text, index) => text + write(pieces[index])).join(''));
}

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Links at the top: text and address. */
  readonly menu?: readonly (readonly [text: string, address: string])[];
}

const style = `body{font:16px/1.55 system-ui,sans-serif;max-width:50rem;margin:0 auto;padding:1rem 1.25rem 4rem;color:#1d2733;background:#fff}
header{border-bottom:2px solid #5b4b8a;margin-bottom:1.5rem;padding-bottom:.5rem}header a{margin-right:1rem}
a{color:#4a3a7a}h1{font-size:1.7rem}h2{margin-top:2rem;font-size:1.25rem}
pre,code{font:14px/1.45 ui-monospace,monospace;background:#f4f2f9}pre{padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9c3dc;padding:.3rem .5rem;text-align:left;vertical-align:top}
label{display:block;margin:.6rem 0}input,select,button,textarea{font:inherit;padding:.3rem}`;

export function pageText({ title, body, menu = [] }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Larkspur Health</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<style>${new Html(style)}</style>
</head>
<body>
<header><strong>Larkspur Health</strong><nav>${menu.map(([text, address]) => html`<a href="${address}">${text}</a>`)}</nav></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.markup;
}

export const pageAnswer = (page: Page, status = 200): Response =>
  new Response(pageText(page), { status, headers: { 'content-type': 'text/html; charset=utf-8' } });

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#5b4b8a"/><path d="M6 3v9h5" fill="none" stroke="#fff" stroke-width="2"/></svg>`;

/** What every host serves beside its own pages. */
export function siteFile(path: string): Response | undefined {
  if (path === '/favicon.ico') return new Response(icon, { headers: { 'content-type': 'image/svg+xml' } });
  if (path === '/robots.txt') {
    return new Response('User-agent: *\nAllow: /\n', { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  }
  return undefined;
}
