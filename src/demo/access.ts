/** What an app is told beside its token, and what the API holds it to. */
export interface LaunchContext {
  readonly patient?: string;
  readonly encounter?: string;
}

/** What a valid access token opens. */
export interface Access {
  readonly clientId: string;
  readonly scope: string;
  readonly patient?: string;
  /** Absent for backend services. */
  readonly fhirUser?: string;
}

/** Which launches stand, and what each grant was given for. */
export interface Launches {
  launched(launch: string): LaunchContext | undefined;
  remember(grantId: string, context: LaunchContext): void;
}
