import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Row {
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970; never, where a model does not expire. */
  readonly expires: number;
}

/** What the authorization server remembers while its process lives: sessions, grants, codes, tokens, registered clients. */
export class AuthorizationStore {
  readonly #models = new Map<string, Map<string, Row>>();

  /** The library asks for one adapter for each model. */
  readonly adapter = (model: string): Adapter => {
    const rows = this.#models.get(model) ?? new Map<string, Row>();
    this.#models.set(model, rows);
    const find = (id: string) => {
      const row = rows.get(id);
      if (row && row.expires > Date.now()) return row.payload;
      rows.delete(id);
      return undefined;
    };
    const findWhere = (holds: (payload: AdapterPayload) => boolean) => {
      for (const id of rows.keys()) {
        const payload = find(id);
        if (payload && holds(payload)) return payload;
      }
      return undefined;
    };
    return {
      upsert: async (id, payload, expiresIn) => {
        rows.set(id, { payload, expires: expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY });
      },
      find: async id => find(id),
      findByUid: async uid => findWhere(payload => payload.uid === uid),
      findByUserCode: async userCode => findWhere(payload => payload.userCode === userCode),
      destroy: async id => {
        rows.delete(id);
      },
      consume: async id => {
        const payload = find(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      revokeByGrantId: async grantId => this.#revoke(grantId),
    };
  };

  /** What is remembered under an id, whatever it is: a code, a refresh token, a grant. */
  remembered(id: unknown): AdapterPayload | undefined {
    if (typeof id !== 'string') return undefined;
    for (const rows of this.#models.values()) {
      const row = rows.get(id);
      if (row) return row.payload;
    }
    return undefined;
  }

  /** Grants that one person has given, newest last. */
  grantsOf(accountId: string): { readonly id: string; readonly clientId: string; readonly scope: string }[] {
    return [...(this.#models.get('Grant') ?? [])]
      .filter(([, { payload, expires }]) => payload.accountId === accountId && expires > Date.now())
      .map(([id, { payload }]) => ({
        id,
        clientId: String(payload.clientId),
        scope: String(Object(payload.openid).scope ?? ''),
      }));
  }

  /** Takes a grant back, with every code and token that came of it. */
  withdraw(grantId: string): void {
    this.#models.get('Grant')?.delete(grantId);
    this.#revoke(grantId);
  }

  #revoke(grantId: string): void {
    for (const rows of this.#models.values()) {
      for (const [id, { payload }] of rows) if (payload.grantId === grantId) rows.delete(id);
    }
  }
}
