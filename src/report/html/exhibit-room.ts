import type { Body, ExhibitId } from '../../model/exhibit.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import type { ReportInput } from '../report.ts';
import { bodyPath } from './excerpt.ts';
import { content, provenance, summary } from './exhibit-content.ts';
import { type Content, type Markup, markup } from './markup.ts';

/** Exhibits shown whole; those cited after that are named only, or a page of thousands would open in nobody's browser. */
const mostExhibits = 300;
/** Bytes of pictures in one page, and in one picture. */
const mostPictures = 900_000;
const largestPicture = 400_000;

/** Numbers exhibits as a court would, in the order in which they are first cited, and shows each once. */
export interface ExhibitRoom {
  /** The exhibit opened in place, or the number under which it was shown before. */
  show(id: ExhibitId): Promise<Markup>;
  /** Its number with a link, if it is shown anywhere so far; else its kind and digest. */
  name(id: ExhibitId): Markup;
}

export function exhibitRoom(input: ReportInput, shown: Pseudonyms): ExhibitRoom {
  const numbers = new Map<ExhibitId, number>();
  let pictures = 0;

  const name = (id: ExhibitId): Markup => {
    const number = numbers.get(id);
    return number === undefined
      ? markup`<span title="${id}">${input.evidence.exhibit(id)?.kind} <code>${id.slice(7, 19)}</code></span>`
      : markup`<a href="#exhibit-${number}">Exhibit ${number}</a>`;
  };

  const picture = async (body: Body, of: string): Promise<Content> => {
    const elsewhere = markup`<p class="note">Picture not embedded, to keep this file small: ${bodyPath(body)}</p>`;
    if (body.withheld || body.size > largestPicture || pictures + body.size > mostPictures) return elsewhere;
    try {
      const bytes = await input.evidence.bytes(body);
      const type = imageType(bytes);
      if (!type) return markup`<p class="note">The stored picture is neither PNG, JPEG nor WebP: ${bodyPath(body)}</p>`;
      pictures += bytes.length;
      return markup`
<figure><img src="data:${type};base64,${Buffer.from(bytes).toString('base64')}" alt="Picture of ${of}">
<figcaption>As a browser that had never been there showed it</figcaption></figure>`;
    } catch (error) {
      return markup`<p class="note">The picture could not be read: ${error instanceof Error ? error.message : String(error)}</p>`;
    }
  };

  const show = async (id: ExhibitId): Promise<Markup> => {
    const exhibit = input.evidence.exhibit(id);
    if (!exhibit)
      return markup`<p class="exhibit-named">${name(id)} is cited but is not among this run\u2019s exhibits.</p>`;
    const line = summary(exhibit, shown);
    if (numbers.has(id) || numbers.size >= mostExhibits)
      return markup`<p class="exhibit-named">${name(id)} ${line}</p>`;
    const number = numbers.size + 1;
    numbers.set(id, number);
    // The address stands inside what is folded: only then does a browser unfold it for who follows a link.
    const inside = await content(exhibit, { input, shown, picture, name });
    return markup`
<details class="exhibit"><summary><span class="number">Exhibit ${number}</span> ${line}</summary>
<div class="inside" id="exhibit-${number}">${inside}${provenance(exhibit)}</div></details>`;
  };
  return { show, name };
}

/** By their first bytes, whatever the record says: an SVG could hold a script. */
function imageType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'image/webp' : undefined;
}
