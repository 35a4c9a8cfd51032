/** How something reached us, or left us. */
export const journalKinds = ['mail', 'call', 'ticket', 'form', 'invoice', 'answer', 'denial', 'note'] as const;
export type JournalKind = (typeof journalKinds)[number];

/** `us` is whoever keeps the journal: the app's developer, or a person testing as one. */
export const parties = ['us', 'vendor', 'customer', 'patient'] as const;
export type Party = (typeof parties)[number];

/** What an entry means for the way in; rules read these and leave the prose to people. */
export const milestones = {
  request: 'we asked to be registered or let in: clocks begin',
  received: 'they said that the request arrived',
  'more-asked': 'they called the request incomplete, or asked for more',
  'more-sent': 'we sent what they asked for',
  verified: 'their check of who asks is done',
  enabled: 'the app works in production',
  refused: 'they said no',
  reason: 'they gave their reason in writing',
  alternative: 'they offered another way to the same records',
  'licence-request': 'we asked for a licence',
  'licence-talks': 'they began to negotiate a licence',
  'licence-offered': 'a licence was negotiated',
  payment: 'they asked to be paid',
  allowed: 'the customer allowed the app',
  disallowed: 'the customer refused the app',
  connected: 'the first record of a patient was read',
} as const;
export type Milestone = keyof typeof milestones;

export const appKinds = ['patient', 'provider', 'system'] as const;
/** Who chooses the app: a patient, a provider for its own staff, or nobody in person (backend services). */
export type AppKind = (typeof appKinds)[number];

/** The headers of a mail, as they stand in it. */
export interface MailHeaders {
  readonly date?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string;
}

/** What a person did or heard, as they wrote it down. */
export interface JournalContent {
  /** ISO 8601 with an offset, or a day alone. */
  readonly happenedAt: string;
  /** When it was written down: long after it happened, it is worth less. */
  readonly writtenAt?: string;
  readonly what?: JournalKind;
  /** Whose act it was. */
  readonly who?: Party;
  /** The name of whoever wrote it down. */
  readonly by?: string;
  readonly text: string;
  readonly means?: Milestone;
  /** Which of several requests it belongs to, by a name of our own. */
  readonly about?: string;
  readonly app?: AppKind;
  /** Who must act next. */
  readonly waitsFor?: Party | 'nobody';
  readonly mail?: MailHeaders;
  /** What it cost us. */
  readonly minutes?: number;
  /** As it was asked or paid: `USD 500`. */
  readonly money?: string;
}
