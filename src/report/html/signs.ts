import type { Outcome, Severity } from '../../model/words.ts';
import { severities } from '../../model/words.ts';
import { type Markup, markup } from './markup.ts';

/** Drawn, not typed: a bare machine's font has no ticks and crosses. Each differs in shape as well as in colour. */
export const signSheet: Markup = markup`<svg class="sheet" width="0" height="0" aria-hidden="true" focusable="false">
<symbol id="sign-failed" viewBox="0 0 16 16"><path class="fill" d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/></symbol>
<symbol id="sign-cant-tell" viewBox="0 0 16 16"><path class="fill" d="M8 .6 15.8 14.8H.2z"/><path class="cut" d="M8 6v4.2m0 1.7v.6"/></symbol>
<symbol id="sign-untested" viewBox="0 0 16 16"><circle class="ring dashed" cx="8" cy="8" r="6.6"/></symbol>
<symbol id="sign-passed" viewBox="0 0 16 16"><circle class="fill" cx="8" cy="8" r="7.5"/><path class="cut" d="m4.6 8.3 2.4 2.4 4.5-5"/></symbol>
<symbol id="sign-inapplicable" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.6"/><path class="ring" d="M4.8 8h6.4"/></symbol>
</svg>`;

export const sign = (outcome: Outcome): Markup =>
  markup`<svg class="sign ${outcome}" width="16" height="16" aria-hidden="true" focusable="false"><use href="#sign-${outcome}"/></svg>`;

/** Four bars, as many of them filled as the severity is steps above none. */
export function severitySign(severity: Severity): Markup {
  const filled = severities.length - severities.indexOf(severity);
  const bars = [1, 2, 3, 4].map(
    bar =>
      markup`<rect class="${bar <= filled ? 'filled' : 'empty'}" x="${bar * 5 - 5}" y="${12 - bar * 3}" width="3.5" height="${bar * 3}"/>`,
  );
  return markup`<svg class="meter" viewBox="0 0 19 12" width="19" height="12" aria-hidden="true" focusable="false">${bars}</svg>`;
}
