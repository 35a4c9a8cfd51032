import type { ExhibitId } from './exhibit.ts';
import type { Client } from './vendor.ts';

/** A secret that was issued to us, or that we made: the hands send it, and it is written nowhere. */
export interface Live {
  readonly live: string;
}

/** Parameters as they are sent; one that is `undefined` is left out although the flow would have it. */
export type Parameters = Readonly<Record<string, string | Live | undefined>>;

export interface AuthorizationRequest {
  readonly as: string;
  readonly client: Client;
  /** The authorization endpoint, and the document that names it. */
  readonly endpoint: string;
  readonly namedBy?: ExhibitId;
  /** GET unless told. */
  readonly method?: 'GET' | 'POST';
  /** FHIR base address that the token is to open. */
  readonly aud: string;
  readonly scope: string;
  /** What differs from an ordinary request, or joins it (`launch`). */
  readonly parameters?: Parameters;
  /** What the person does when asked; `allow` unless told. */
  readonly decision?: 'allow' | 'deny';
  /** Words of the boxes that the person unticks. */
  readonly withhold?: readonly string[];
}

/** How an authorization request ended, for a step that must go on from there. */
export interface Authorized {
  readonly exhibit: ExhibitId;
  /** Absent when no code came back. */
  readonly code?: Live;
  /** What the app keeps for the token endpoint. */
  readonly verifier: Live;
  readonly nonce: string;
  readonly redirect: string;
}

/** How a client says who it is. */
export type Authentication = 'none' | 'secret' | 'assertion' | { readonly secret: Live } | { readonly assertion: Live };

export interface TokenRequest {
  readonly as: string;
  /** Whose name it is sent under; without one nobody's. */
  readonly client?: Client;
  /** As the client's kind has it unless told. */
  readonly authentication?: Authentication;
  readonly endpoint: string;
  readonly namedBy?: ExhibitId;
  readonly parameters: Parameters;
  /** Whose token it is, where one client asks about another's. */
  readonly of?: Client;
  /** Exhibits that this request follows from. */
  readonly after?: readonly ExhibitId[];
}

/** What a token endpoint gave: secrets for the hands, and the few things a step must know. */
export interface TokenAnswer {
  /** The measurement of the answer: what a fact reads. */
  readonly exhibit: ExhibitId;
  readonly status?: number;
  readonly access?: Live;
  readonly refresh?: Live;
  readonly identity?: Live;
  readonly scope?: string;
  readonly patient?: string;
  readonly encounter?: string;
  /** Address of the EHR's style, where it gave one. */
  readonly style?: string;
  /** The exchange itself. */
  readonly exchange: ExhibitId;
}

/** Changes to a client assertion that make it wrong. */
export interface AssertionChange {
  readonly header?: Readonly<Record<string, string | undefined>>;
  readonly claims?: Readonly<Record<string, string | number | undefined>>;
  /** `right`: the client's own key; `wrong`: a fresh one; `none`: no signature; `tampered`: the claims changed after signing; `public`: the public key, taken for a shared secret. */
  readonly signature?: 'right' | 'wrong' | 'none' | 'tampered' | 'public';
}

/** Somebody at a browser: what is done with it, from the first page on, is done with the same cookies. */
export interface Person {
  /** Opens an authorization request, signs in where asked, decides, and reads what comes back to the app. */
  authorize(request: AuthorizationRequest): Promise<Authorized>;
  /** Opens a page, signs in where asked, and follows it to where it hands an app `iss` and `launch`, wherever that is. `undefined` when it led nowhere. */
  launch(request: {
    readonly as: string;
    readonly page: string;
  }): Promise<{ readonly exhibit: ExhibitId; readonly iss?: string; readonly launch?: Live } | undefined>;
  /**
   * Opens the page where a patient sees the apps that have access. `takeBack` is given the words beside each app and says
   * which one loses it; the words left are returned. `undefined` when the page does not come, or shows no way to take back.
   */
  manage(request: {
    readonly as: string;
    readonly page: string;
    readonly namedBy?: ExhibitId;
    readonly takeBack?: (apps: readonly string[]) => number | undefined;
  }): Promise<{ readonly exhibit: ExhibitId; readonly apps: readonly string[] } | undefined>;
}

/** Registered clients, people and tokens: OAuth as an app does it, and as it must not be done. */
export interface OAuth {
  /** What only the vendor's own page and a person can give. `undefined` when there is no browser, no such person, or something only a human can do. */
  as<T>(person: string, act: (person: Person) => Promise<T>): Promise<T | undefined>;
  token(request: TokenRequest): Promise<TokenAnswer>;
  /** Sends a token where tokens are asked about or given up (RFC 7662, RFC 7009). */
  about(request: TokenRequest): Promise<ExhibitId>;
  /** A signed client assertion (RFC 7523) for a token endpoint. */
  assertion(client: Client, audience: string, change?: AssertionChange): Promise<Live>;
  /** Checks an identity token and keeps the result, not the token. */
  identity(check: {
    readonly as: string;
    readonly of: readonly ExhibitId[];
    readonly token: Live;
    readonly client: Client;
    readonly issuer: string | undefined;
    readonly nonce: string;
    /** FHIR base address. */
    readonly base: string;
    /** JWK Set as published. */
    readonly keys: unknown;
  }): Promise<{ readonly exhibit: ExhibitId; readonly fhirUser?: string }>;
}
