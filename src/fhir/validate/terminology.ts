/** A code whose membership in a value set our tables cannot tell. */
export interface CodeQuestion {
  /** Canonical address of the value set. */
  readonly valueSet: string;
  readonly strength: 'required' | 'extensible';
  /** The codes of which one must be in the set; a `code` element has no system. */
  readonly codings: readonly { readonly system?: string; readonly code: string }[];
}

/**
 * Who can tell: a terminology server that a step asks (`ValueSet/$validate-code`) and whose answers it keeps as
 * evidence. Validation itself opens no connection: it hands its questions over (`ValidateOptions.ask`).
 */
export interface TerminologyServer {
  /** @returns `unknown` where the server does not know the set or the system either */
  answer(question: CodeQuestion): Promise<'in' | 'out' | 'unknown'>;
}
