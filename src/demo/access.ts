/** What an app is told beside its token, and what the API holds it to. */
export interface LaunchContext {
  readonly patient?: string;
  readonly encounter?: string;
}

/** What one grant was given for. */
export interface GrantContext extends LaunchContext {
  /** The base address that the app named as `aud`, without a trailing slash. */
  readonly base: string;
}

/** What a valid access token opens. */
export interface Access {
  readonly clientId: string;
  readonly scope: string;
  readonly patient?: string;
  /** Absent for backend services. */
  readonly fhirUser?: string;
  /** The only base address it opens; absent for backend services, which all customers let in. */
  readonly base?: string;
}

/** Which launches stand, and what each grant was given for. */
export interface Launches {
  launched(launch: string): LaunchContext | undefined;
  remember(grantId: string, context: GrantContext): void;
}
