import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Frame, Locator, Page, Request as PageRequest, Response } from 'playwright-core';
import { isReference, readSecret } from '../vendor/secrets.ts';
import { oneTimeCode } from './one-time-code.ts';
import { type Box, type View, viewsOf } from './page-view.ts';

/** How people sign in to one vendor, as the profile's `sign-in` says it. */
export interface SignInBlock {
  readonly people?: Readonly<Record<string, PersonBlock>>;
  readonly fields?: Readonly<Record<string, string>>;
  readonly buttons?: readonly string[];
  readonly consent?: { readonly allow?: string; readonly deny?: string; readonly scopes?: string };
  readonly management?: string;
}

export interface PersonBlock {
  readonly username?: string;
  readonly password?: `env:${string}` | `file:${string}`;
  readonly totp?: `env:${string}` | `file:${string}`;
  readonly mailbox?: string;
  readonly person?: string;
  readonly picker?: string;
}

/** What came back to an app. */
export interface Returned {
  readonly how: 'query' | 'fragment' | 'form_post';
  readonly address: string;
  readonly parameters: URLSearchParams;
}

/** What stood between the request and its end. */
export interface Journey {
  readonly returned?: Returned;
  /** Why there was no end, for a person who must act. */
  readonly stopped?: {
    readonly why: 'needs-person' | 'profile-wrong' | 'unknown-page' | 'error-page' | 'timeout' | 'broken';
    readonly message: string;
  };
  readonly signIns: number;
  readonly picked: boolean;
  readonly consent?: ConsentSeen;
  /** Documents on the way, the last one last. */
  readonly hops: readonly { readonly url: string; readonly status: number }[];
}

export interface ConsentSeen {
  readonly boxes: readonly Box[];
  readonly buttons: readonly string[];
  readonly unticked: readonly string[];
  readonly text: string;
}

export interface Task {
  /** Whether a browser that goes there has come back to an app. */
  readonly leadsBack: (url: URL) => boolean;
  /** The app is called by a scheme of its own, which never becomes a request. */
  readonly ownScheme?: boolean;
  readonly decision: 'allow' | 'deny';
  readonly withhold: readonly string[];
  /** Enough was seen, although no app was called. */
  readonly until?: (views: readonly View[]) => boolean;
  /** Milliseconds in all. */
  readonly patience: number;
  /** Called on the consent page before anything is pressed. */
  readonly atConsent: (page: Page, words: string) => Promise<void>;
  readonly register: (secret: string) => void;
  readonly signal: AbortSignal;
}

const allowing =
  /^(allow( access| all)?|authori[sz]e( access| app)?|approve|accept|grant( access| permission)?|agree|i agree|continue|confirm|permit|share( my .*)?|yes.*|ok)$/i;
const denying = /^(deny( access)?|don.?t (allow|share).*|do not (allow|share).*|decline|cancel|refuse|reject|no\b.*)$/i;
/** A page that shows nothing to act on is watched so long: scripts may still be drawing it. */
const longestStill = 4000;
/** After something was pressed, the same page is watched so long before it counts as an answer. */
const longestSame = 5000;
const glance = 25;

/** Goes from a page to where the app is called back, as the profile says; fields and buttons it does not name are found by their kind. */
export class Journeys {
  readonly #context: BrowserContext;
  readonly #block: SignInBlock;
  readonly #person: PersonBlock;
  readonly #name: string;

  constructor(context: BrowserContext, block: SignInBlock, name: string) {
    this.#context = context;
    this.#block = block;
    this.#name = name;
    this.#person = block.people?.[name] ?? {};
  }

  /** @param open sends the browser to where it begins */
  go(open: (page: Page) => Promise<unknown>, task: Task): Promise<Journey> {
    return Promise.race([this.#go(open, task), overdue(task.patience)]);
  }

  async #go(open: (page: Page) => Promise<unknown>, task: Task): Promise<Journey> {
    const page = await this.#context.newPage();
    const watch = new ReturnWatch(this.#context, page, task);
    const stop = () => void page.close().catch(() => {});
    task.signal.addEventListener('abort', stop, { once: true });
    try {
      // A page whose host is nowhere ends in an error, which is how a code comes back.
      const opened = open(page).catch(error => watch.broke(error as Error));
      await Promise.race([opened, watch.seen]);
      const journey = await this.#walk(page, watch, task);
      return { ...journey, hops: watch.hops };
    } finally {
      task.signal.removeEventListener('abort', stop);
      watch.end();
      await page.close().catch(() => {});
    }
  }

  /** Opens the page of connected apps, and takes back the access of the one chosen. */
  async manage(
    address: string,
    task: Pick<Task, 'register' | 'signal'> & {
      readonly takeBack?: ((apps: readonly string[]) => number | undefined) | undefined;
    },
  ): Promise<{
    readonly before?: readonly string[];
    readonly after?: readonly string[];
    readonly pressed?: boolean;
    readonly stopped?: NonNullable<Journey['stopped']>;
  }> {
    const page = await this.#context.newPage();
    const opened = (): Promise<Omit<Journey, 'hops'>> =>
      this.#walk(page, new ReturnWatch(this.#context, page, { leadsBack: () => false }), {
        ...task,
        leadsBack: () => false,
        decision: 'allow',
        withhold: [],
        patience: 15_000,
        atConsent: async () => {},
        until: views => views.length > 0 && !views.some(({ password, username, code }) => password || username || code),
      });
    try {
      await page.goto(address, { waitUntil: 'commit' });
      const { stopped } = await opened();
      if (stopped) return { stopped };
      const before = await appsOn(page);
      const chosen = task.takeBack?.(before);
      if (chosen === undefined) return { before };
      page.once('dialog', dialog => void dialog.accept().catch(() => {}));
      await takingBack(page).nth(chosen).click({ timeout: 5000 });
      const sure = await shownFirst(page.getByRole('button', { name: /^(yes|confirm|ok|remove|revoke)/i }));
      if (sure && (await appsOn(page)).length === before.length) await sure.click({ timeout: 2000 }).catch(() => {});
      await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {});
      return { before, after: await appsOn(page), pressed: true };
    } finally {
      await page.close().catch(() => {});
    }
  }

  async #walk(page: Page, watch: ReturnWatch, task: Task): Promise<Omit<Journey, 'hops'>> {
    const so = { signIns: 0, picked: false } as { signIns: number; picked: boolean; consent?: ConsentSeen };
    const end = Date.now() + task.patience;
    let acted = { sign: '', at: 0 };
    let still = { sign: '', since: Date.now() };
    const stopped = (why: NonNullable<Journey['stopped']>['why'], message: string) => ({
      ...so,
      stopped: { why, message },
    });
    while (Date.now() < end) {
      task.signal.throwIfAborted();
      if (watch.returned) return { ...so, returned: watch.returned };
      const current = this.#context.pages().at(-1) ?? page;
      const views = await viewsOf(current);
      if (watch.returned) return { ...so, returned: watch.returned };
      if (task.until?.(views)) return so;
      const sign = views.map(view => view.sign).join();
      if (sign !== still.sign) still = { sign, since: Date.now() };
      const waited = Date.now() - Math.max(still.since, acted.at);
      if (views.length === 0 || (sign === acted.sign && waited < longestSame)) {
        if (watch.broken && waited > 500) return stopped('broken', watch.broken);
        await watch.pause(glance);
        continue;
      }
      if (sign === acted.sign) {
        if (views.some(view => view.robotCheck)) return this.#asksForPerson(stopped, current, 'a robot check');
        return stopped('profile-wrong', `Nothing came of what was pressed at ${bare(current.url())}.`);
      }
      const act = await this.#act(views, task, so, current);
      if (act === 'person') return this.#asksForPerson(stopped, current, this.#person.person ?? 'a one-time code');
      if (act === 'terms') {
        return stopped(
          'needs-person',
          `${bare(current.url())} asks for agreement to terms, which a named person must approve.`,
        );
      }
      if (act === 'again') {
        return stopped(
          'profile-wrong',
          `${this.#name} was asked to sign in again at ${bare(current.url())}: name or password may be wrong.`,
        );
      }
      if (act) {
        acted = { sign, at: Date.now() };
        continue;
      }
      if (watch.status >= 400) {
        return stopped('error-page', `${bare(current.url())} answered ${watch.status}.`);
      }
      if (waited > longestStill) {
        if (views.some(view => view.robotCheck)) return this.#asksForPerson(stopped, current, 'a robot check');
        return stopped(
          'unknown-page',
          `At ${bare(current.url())} there is nothing that the profile or a guess could press.`,
        );
      }
      await watch.pause(glance);
    }
    return stopped('timeout', `After ${Math.round(task.patience / 1000)} s the app had not been called back.`);
  }

  #asksForPerson<T>(stopped: (why: 'needs-person', message: string) => T, page: Page, what: string): T {
    return stopped(
      'needs-person',
      `${bare(page.url())} asks ${this.#name} for ${what}. Run again with --headed and somebody at the keyboard, or give the profile what it needs (sign-in.people.${this.#name}.totp or .mailbox).`,
    );
  }

  /** Does the next thing on the page; `undefined` when there is nothing to do. */
  async #act(
    views: readonly View[],
    task: Task,
    so: { signIns: number; picked: boolean; consent?: ConsentSeen },
    page: Page,
  ): Promise<'acted' | 'person' | 'terms' | 'again' | undefined> {
    const { consent, fields } = this.#block;
    for (const view of views) {
      const { frame } = view;
      const picker = this.#person.picker;
      if (picker && !so.picked && !view.password) {
        const target = await shownFirst(find(frame, picker, 'any'));
        if (target) {
          so.picked = true;
          await pick(target);
          // A choice in a list is not yet a decision.
          if (!(await isOption(target))) return 'acted';
        }
      }
      const declared = fields && (await this.#fill(frame, fields, task));
      if (declared || view.password || (view.username && !so.consent && view.boxes.length === 0)) {
        if (view.password && ++so.signIns > 2) return 'again';
        if (!declared && !(await this.#fillByKind(frame, view, task))) return 'person';
        await this.#press(frame, view);
        return 'acted';
      }
      if (view.code) {
        const code = await this.#code();
        if (code === undefined) return 'person';
        await frame.locator('input:visible').first().fill(code);
        await frame.locator('input:visible').first().press('Enter');
        return 'acted';
      }
      const wanted = task.decision === 'allow' ? consent?.allow : consent?.deny;
      const words = task.decision === 'allow' ? allowing : denying;
      const button = wanted
        ? await shownFirst(find(frame, wanted, 'button'))
        : await shownFirst(frame.getByRole('button', { name: words }).or(frame.getByRole('link', { name: words })));
      if (!button) continue;
      if (view.terms && !consent?.allow) return 'terms';
      const unticked = await untick(frame, consent?.scopes ?? 'input[type=checkbox]', task.withhold);
      if (!so.consent) {
        await task.atConsent(page, view.text);
        so.consent = { boxes: view.boxes, buttons: view.buttons, unticked, text: view.text };
      }
      await button.click({ timeout: 5000, noWaitAfter: true });
      return 'acted';
    }
    return undefined;
  }

  /** Fills in what the profile names, if any of it is there. */
  async #fill(frame: Frame, fields: Readonly<Record<string, string>>, task: Task): Promise<boolean> {
    let filled = false;
    for (const [place, word] of Object.entries(fields)) {
      const field = await shownFirst(find(frame, place, 'field'));
      const value = field && (await this.#valueOf(word));
      if (!field || value === undefined) continue;
      task.register(word === 'username' ? '' : value);
      await field.fill(value, { timeout: 5000 });
      filled = true;
    }
    return filled;
  }

  async #fillByKind(frame: Frame, view: View, task: Task): Promise<boolean> {
    const username = await this.#valueOf('username');
    if (username === undefined) return false;
    const name = frame.locator(
      'input[autocomplete=username]:visible, input[type=email]:visible, input[type=text]:visible, input:not([type]):visible',
    );
    const first = await shownFirst(name);
    if (first) await first.fill(username, { timeout: 5000 });
    if (!view.password) return first !== undefined;
    const password = await this.#valueOf('password');
    if (password === undefined) return false;
    task.register(password);
    await frame.locator('input[type=password]:visible').first().fill(password, { timeout: 5000 });
    return true;
  }

  async #press(frame: Frame, view: View): Promise<void> {
    for (const text of this.#block.buttons ?? []) {
      const button = await shownFirst(find(frame, text, 'button'));
      if (button) return button.click({ timeout: 5000, noWaitAfter: true });
    }
    const last = frame.locator(view.password ? 'input[type=password]:visible' : 'input:visible').first();
    await last.press('Enter', { timeout: 5000, noWaitAfter: true });
  }

  async #valueOf(word: string): Promise<string | undefined> {
    const { username, password } = this.#person;
    if (word === 'username') return username && (isReference(username) ? readSecret(username) : username);
    if (word === 'password') return password && readSecret(password);
    if (word === 'code') return this.#code();
    return isReference(word) ? readSecret(word) : word;
  }

  async #code(): Promise<string | undefined> {
    const { totp } = this.#person;
    return totp && oneTimeCode(readSecret(totp), Date.now());
  }
}

/** A page or browser that no longer answers at all would keep us for ever. */
const overdue = (patience: number): Promise<Journey> =>
  pause(
    patience + 5000,
    { signIns: 0, picked: false, hops: [], stopped: { why: 'timeout', message: 'The page stopped answering.' } },
    { ref: false },
  );

/** Sees a browser go back to the app, wherever that is: by a redirect, a form or a script; the address is never reached. */
class ReturnWatch {
  readonly hops: { url: string; status: number }[] = [];
  readonly seen: Promise<void>;
  returned: Returned | undefined;
  broken: string | undefined;
  /** Of the last document. */
  status = 200;
  readonly #context: BrowserContext;
  readonly #leadsBack: Task['leadsBack'];
  readonly #onRequest = (request: PageRequest) => this.#look(request.url(), request.postData());
  readonly #onResponse = (response: Response) => void this.#redirected(response);
  #resolve: () => void = () => {};

  constructor(context: BrowserContext, page: Page, { leadsBack, ownScheme }: Pick<Task, 'leadsBack' | 'ownScheme'>) {
    this.#context = context;
    this.#leadsBack = leadsBack;
    this.seen = new Promise(resolve => {
      this.#resolve = resolve;
    });
    context.on('request', this.#onRequest);
    context.on('response', this.#onResponse);
    // What follows # is told on this channel alone, as is a scheme of an app's own, which never becomes a request.
    void this.#listen(context, page, ownScheme).catch(ignored);
  }

  async #listen(context: BrowserContext, page: Page, ownScheme: boolean | undefined): Promise<void> {
    const session = await context.newCDPSession(page);
    session.on('Network.requestWillBeSent', ({ request }) => {
      if (request.urlFragment) this.#look(`${request.url}${request.urlFragment}`, null);
    });
    if (ownScheme) session.on('Page.frameRequestedNavigation', ({ url }) => this.#look(url, null));
    await Promise.all([session.send('Network.enable'), session.send('Page.enable')]);
  }

  end(): void {
    this.#context.off('request', this.#onRequest);
    this.#context.off('response', this.#onResponse);
  }

  /** Waits a moment, or until the app was called back. */
  async pause(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.seen,
      new Promise(resolve => {
        timer = setTimeout(resolve, milliseconds);
      }),
    ]);
    clearTimeout(timer);
  }

  broke(error: Error): void {
    this.broken = error.message.split('\n')[0];
  }

  async #redirected(response: Response): Promise<void> {
    const request = response.request();
    if (!request.isNavigationRequest()) return;
    this.hops.push({ url: response.url(), status: response.status() });
    if (response.status() < 300 || response.status() >= 400) {
      this.status = response.status();
      return;
    }
    const location = await response.headerValue('location').catch(() => null);
    if (location && URL.canParse(location, response.url())) this.#look(new URL(location, response.url()).href, null);
  }

  #look(url: string, body: string | null, late = false): void {
    if (this.returned || !URL.canParse(url) || !this.#leadsBack(new URL(url))) return;
    const { searchParams, hash } = new URL(url);
    const fragment = new URLSearchParams(hash.replace(/^#/, ''));
    const form = new URLSearchParams(body ?? '');
    const how = form.size > 0 ? 'form_post' : fragment.size > 0 && !searchParams.has('code') ? 'fragment' : 'query';
    const parameters = how === 'form_post' ? form : how === 'fragment' ? fragment : searchParams;
    // What brings nothing may be the same going that another channel tells whole, a moment later.
    if (parameters.size === 0 && !late) return void setTimeout(() => this.#look(url, body, true), 500).unref();
    this.returned = { how, address: url.replace(/[?#].*$/, ''), parameters };
    this.#resolve();
  }
}

/** The page was closed before we listened. */
const ignored = (): void => {};

/** Whether a browser that goes to `going` comes to `address`; on our own machine at any port, as apps on devices do (RFC 8252). */
export function leadsTo(going: URL, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const ours = new URL(address);
  if (going.protocol !== ours.protocol || going.pathname !== ours.pathname) return false;
  const loopback = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(ours.hostname);
  return going.hostname === ours.hostname && (loopback || going.port === ours.port);
}

/** An address without what follows `?` or `#`, which may let somebody in. */
const bare = (url: string): string => url.replace(/[?#].*$/, '');

const looksLikeSelector = /^(css=|xpath=|text=|id=|\/\/|[#.[*])|^[a-z]+[[#.:>]|[>=\]]/;

/** What a profile names: a selector, or the words a person would read. */
function find(frame: Frame, named: string, kind: 'field' | 'button' | 'any'): Locator {
  if (looksLikeSelector.test(named)) return frame.locator(named);
  if (kind === 'field') return frame.getByLabel(named).or(frame.getByPlaceholder(named));
  const button = frame
    .getByRole('button', { name: named, exact: true })
    .or(frame.getByRole('link', { name: named, exact: true }));
  return kind === 'button' ? button : button.or(frame.getByText(named, { exact: true }));
}

async function shownFirst(locator: Locator): Promise<Locator | undefined> {
  const all = await locator.all().catch(() => []);
  for (const one of all.slice(0, 20)) if (await one.isVisible().catch(() => false)) return one;
  // The choices of a closed list are not shown until it is opened.
  const [only] = all;
  return only && (await isOption(only)) ? only : undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: an element of a page; the functions that take one run there
type Shown = any;

const isOption = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element: Shown) => element.tagName === 'OPTION').catch(() => false);

/** Never "delete my account": what is pressed must stand beside an app. */
const takingBackWords =
  /^(?!.*\baccount\b).*\b(revoke|remove|take back|disconnect|delete|withdraw|stop sharing|unlink|end access)\b/i;
const takingBack = (page: Page): Locator =>
  page.getByRole('button', { name: takingBackWords }).or(page.getByRole('link', { name: takingBackWords }));

/** The words beside each app on a page of connected apps. */
const appsOn = (page: Page): Promise<readonly string[]> =>
  takingBack(page).evaluateAll((buttons: Shown[]) =>
    buttons.map(button => {
      const row = button.closest('tr, li, article, section') ?? button.parentElement;
      return (row?.innerText ?? '').replace(/\s+/g, ' ').trim();
    }),
  );

async function pick(target: Locator): Promise<void> {
  if (!(await isOption(target))) return target.click({ timeout: 5000, noWaitAfter: true });
  const value = await target.evaluate((option: Shown) => option.value);
  await target.locator('xpath=ancestor::select').selectOption(value);
}

/** Takes the ticks out of boxes whose value or label has one of the words; gives the values of those that let themselves be unticked. */
async function untick(frame: Frame, boxes: string, words: readonly string[]): Promise<readonly string[]> {
  if (words.length === 0) return [];
  return frame
    .evaluate<string[]>(
      `(([selector, words]) => [...document.querySelectorAll(selector)].flatMap(box => {
        const label = [...(box.labels ?? [])].map(one => one.innerText).join(' ');
        const heading = box.closest('fieldset')?.querySelector('legend')?.innerText ?? '';
        const all = [box.value, box.name, box.id, label, heading].join(' ').toLowerCase();
        if (!box.checked || box.disabled || !words.some(word => all.includes(word.toLowerCase()))) return [];
        box.click();
        return box.checked ? [] : [box.value && box.value !== 'on' ? box.value : box.name || box.id];
      }))(${JSON.stringify([boxes, words])})`,
    )
    .catch(() => []);
}
