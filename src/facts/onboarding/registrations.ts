import type { Evidence } from '../../model/evidence.ts';
import { type Exchange, type ExhibitId, header } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { isObject, textIn } from '../discovery/json.ts';

export const registeringStep = 'onboarding/register an app of each kind, as a program does';
/**
 * The kinds of apps that are registered: in a browser and on a phone or computer without a secret, with one, and without a
 * person. The one with a secret is tried only where another was refused: it shows whether the refusal hung on that.
 */
export const registeredKinds = ['public', 'native', 'backend', 'symmetric'] as const;
export type RegisteredKind = (typeof registeredKinds)[number];
export const registrationLabel = (kind: RegisteredKind): string => `registration of a ${kind} app`;
export const reuseLabel = 'registration kept from an earlier run';

/** Of an app that was registered by filling in a form. */
export const formLabels = {
  sent: 'the page after the form',
  issued: 'registration by the form',
  reused: 'registration kept from a form',
} as const;

export interface Registration {
  readonly kind: RegisteredKind;
  /** `registered` now, `reused` from an earlier run, or `refused`. `unclear`: an answer that is neither. */
  readonly outcome: 'registered' | 'reused' | 'refused' | 'unclear';
  readonly status?: number;
  /** Of a refusal: the code and words that came with it. */
  readonly error?: string;
  readonly description?: string;
  /** How the answer says that the app proves itself; `none` for apps without a secret. */
  readonly authentication?: string;
  /** The answer gave a secret to an app that asked for none. */
  readonly secretGiven: boolean;
  /** Whether the registration can be read, changed and deleted by RFC 7592. */
  readonly managed: boolean;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** How each registration ended. Absent when none was sent: no endpoint, or no leave. */
export const registrations = perDeployment({
  id: 'onboarding/registrations',
  from: [registeringStep],
  async read(evidence, deployment): Promise<NonEmpty<Registration> | undefined> {
    const found: Registration[] = [];
    for (const kind of registeredKinds) {
      const where = { step: registeringStep, deployment };
      const sent = evidence.exhibits('exchange', { ...where, label: registrationLabel(kind) }).at(-1);
      const kept = evidence
        .exhibits('measurement', { ...where, label: reuseLabel })
        .find(({ value }) => isObject(value) && value.kind === kind);
      if (sent && !sent.madeByProxy) found.push(await fromAnswer(evidence, kind, sent));
      else if (kept) {
        const value = kept.value as { authentication?: unknown };
        const authentication = textIn(value.authentication);
        found.push({
          kind,
          outcome: 'reused',
          ...(authentication ? { authentication } : {}),
          secretGiven: false,
          managed: false,
          exhibits: [kept.id, ...kept.of],
        });
      }
    }
    return found.length > 0 ? (found as unknown as NonEmpty<Registration>) : undefined;
  },
});

async function fromAnswer(evidence: Evidence, kind: RegisteredKind, sent: Exchange): Promise<Registration> {
  const { status, body, headers } = sent.response;
  const says = body && !body.withheld && body.size < 1024 * 1024 ? await objectIn(evidence.text(body)) : undefined;
  const common = { kind, status, exhibits: [sent.id] as const };
  const error = textIn(says?.error) ?? /error="([^"]+)"/.exec(header(headers, 'www-authenticate') ?? '')?.[1];
  if ((status === 200 || status === 201) && textIn(says?.client_id)) {
    const authentication = textIn(says?.token_endpoint_auth_method);
    return {
      ...common,
      outcome: 'registered',
      ...(authentication ? { authentication } : {}),
      secretGiven: textIn(says?.client_secret) !== undefined,
      managed:
        textIn(says?.registration_client_uri) !== undefined && textIn(says?.registration_access_token) !== undefined,
    };
  }
  const description = textIn(says?.error_description);
  return {
    ...common,
    outcome: status >= 400 && status < 500 && status !== 404 && status !== 429 ? 'refused' : 'unclear',
    ...(error ? { error } : {}),
    ...(description ? { description } : {}),
    secretGiven: false,
    managed: false,
  };
}

async function objectIn(text: Promise<string>): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(await text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The endpoint wants a token that is given to those who are known already. */
export const wantsToken = ({ outcome, status, error }: Registration): boolean =>
  outcome === 'refused' && (status === 401 || status === 403 || error === 'invalid_token' || error === 'access_denied');
