import { html, type Page } from '../html.ts';

export const ehiExportPage = (): Page => ({
  title: 'EHI export: format',
  body: html`<p>The format of the export.</p>`,
});
