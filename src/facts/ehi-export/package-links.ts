import type { RecordSink } from './records.ts';

/** An address found in the export that may be that of the format's description. */
export interface PackageLink {
  readonly url: string;
  /** The file it stands in. */
  readonly path: string;
}

/** Hosts whose addresses are names of code systems, profiles and schemas rather than pages of the vendor. */
const vocabularies =
  /(^|\.)(hl7\.org|w3\.org|loinc\.org|snomed\.info|unitsofmeasure\.org|nlm\.nih\.gov|cdc\.gov|ama-assn\.org|nucc\.org|iso\.org|ietf\.org|ihe\.net|nubc\.org|json-schema\.org|xmlsoap\.org|openxmlformats\.org|microsoft\.com|dicom\.nema\.org|example\.(com|org|net)|x12\.org|ada\.org|cms\.gov|regenstrief\.org|va\.gov|fda\.gov|usps\.com|terminology\.hl7\.org)$/i;
const mostLinks = 40;
/** What a code system's address looks like: it is found in column after column, and opened by nobody. */
const inPassing = /(\.|^)(system|url|profile|source|targetFormat|reference|instantiates\w*|codeSystem|@xsi|valueSet)$/i;
const address = /https?:\/\/[^\s<>"'()[\]{}|\\^`]+[^\s<>"'()[\]{}|\\^`.,;:!?]/g;

/** Gathers web addresses, of each the first place it stands in; those that are about the package first. */
export class LinkWriter implements RecordSink {
  readonly #found = new Map<string, PackageLink & { readonly worth: number }>();

  table(): void {}

  trouble(): void {}

  record(table: string, columns: readonly string[], values: readonly string[], path: string): void {
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      const scheme = value.indexOf('://');
      if (scheme < 0 || value.length > 2_000_000) continue;
      const column = columns[at] ?? '';
      for (const [url] of value.matchAll(address)) {
        if (this.#found.has(url) || !URL.canParse(url)) continue;
        const { hostname, pathname } = new URL(url);
        if (vocabularies.test(hostname)) continue;
        const isAbout = /read_?me|manifest|index|metadata|about|export/i.test(`${path} ${table}`);
        const worth =
          (isAbout ? 4 : 0) +
          (/\behi|export|format|dictionary|\bb-?10\b|documentation/i.test(`${pathname} ${hostname}`) ? 2 : 0) +
          (inPassing.test(column) ? -3 : 0);
        this.#found.set(url, { url, path, worth });
        if (this.#found.size >= mostLinks * 40) this.#forget();
      }
    }
  }

  #forget(): void {
    for (const { url } of this.#ranked().slice(mostLinks)) this.#found.delete(url);
  }

  #ranked() {
    return [...this.#found.values()].sort((a, b) => b.worth - a.worth);
  }

  done(): readonly PackageLink[] {
    return this.#ranked()
      .filter(({ worth }) => worth > 0)
      .slice(0, mostLinks)
      .map(({ url, path }) => ({ url, path }));
  }
}
