import type { Frame, Page } from 'playwright-core';

/** What a page shows to act upon. */
export interface View {
  readonly frame: Frame;
  readonly password: boolean;
  readonly username: boolean;
  readonly code: boolean;
  readonly boxes: readonly Box[];
  /** Words on its buttons. */
  readonly buttons: readonly string[];
  /** A robot check stands there. */
  readonly robotCheck: boolean;
  /** Boxes beside which somebody's terms stand. */
  readonly terms: boolean;
  /** Changes when the page does. */
  readonly sign: string;
  readonly text: string;
}

/** One box on a consent page. */
export interface Box {
  /** Its value, or its name or id where it has none. */
  readonly value: string;
  readonly label: string;
  readonly ticked: boolean;
  readonly locked: boolean;
}

/** Runs inside the page. */
const look = `(() => {
  const shown = element => {
    const { width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return width > 0 && height > 0 && style.visibility !== 'hidden' && style.display !== 'none';
  };
  const words = text => (text ?? '').replace(/\\s+/g, ' ').trim();
  const all = [...document.querySelectorAll('input, select, textarea')];
  const inputs = all.filter(shown);
  const named = input => [input.name, input.id, input.autocomplete, input.placeholder, input.getAttribute('aria-label'),
    ...[...(input.labels ?? [])].map(label => label.innerText)].join(' ');
  const texts = inputs.filter(({ type, tagName }) => tagName === 'INPUT' && ['text', 'email', 'tel', 'number', ''].includes(type));
  const code = texts.some(input => /one-time-code|\\botp\\b|totp|verification|passcode|\\bcode\\b/i.test(named(input)));
  const boxes = all.filter(box => box.type === 'checkbox' && (shown(box) || [...(box.labels ?? [])].some(shown)));
  const labelOf = box => words([...(box.labels ?? [])].map(label => label.innerText).join(' ') || box.getAttribute('aria-label') || box.parentElement?.innerText).slice(0, 300);
  const buttons = [...document.querySelectorAll('button, input[type=submit], input[type=button], [role=button], a')]
    .filter(shown).map(button => words(button.innerText || button.value || button.getAttribute('aria-label')).slice(0, 80)).filter(Boolean);
  const text = words(document.body?.innerText);
  const controls = all.map(input => input.name + input.type).join();
  return {
    ready: document.readyState !== 'loading',
    password: inputs.some(({ type }) => type === 'password'),
    username: texts.some(input => /user|e-?mail|login|account|identifier/i.test(named(input))),
    code,
    boxes: boxes.slice(0, 500).map(box => ({
      value: box.value && box.value !== 'on' ? box.value : box.name || box.id,
      label: labelOf(box), ticked: box.checked, locked: box.disabled,
    })),
    buttons: buttons.slice(0, 200),
    robotCheck: [...document.querySelectorAll('iframe')].some(frame => shown(frame) && /recaptcha|hcaptcha|turnstile|arkoselabs|challenges\\./.test(frame.src)),
    terms: boxes.some(box => /terms (of|and)|conditions|licen[cs]e agreement|privacy policy/i.test(labelOf(box))),
    sign: [location.href, document.title, text.length, controls].join('|'),
    text: text.slice(0, 20000),
  };
})()`;

/** What each frame of a page shows, the page's own first; empty while it is on its way somewhere else. */
export async function viewsOf(page: Page): Promise<readonly View[]> {
  const views: View[] = [];
  for (const frame of page.frames()) {
    try {
      const seen = await frame.evaluate<Omit<View, 'frame'> & { readonly ready: boolean }>(look);
      if (seen.ready) views.push({ ...seen, frame });
    } catch {
      // It navigated away while we looked, or is another's and closed to us.
    }
  }
  return views;
}
