import type { Adapter, AdapterPayload } from "oidc-provider";

/** Keeps what an OpenID provider has to remember, for as long as it runs. `find` alone looks at what has expired. */
export function createStore(): (model: string) => Adapter {
  const models = new Map<string, Map<string, AdapterPayload>>();
  return (model) => {
    const entries = models.get(model) ?? new Map<string, AdapterPayload>();
    models.set(model, entries);
    const find = (matches: (payload: AdapterPayload) => boolean) =>
      [...entries.values()].find(matches);
    const isGood = (payload?: AdapterPayload) =>
      payload && (payload.exp ?? Number.POSITIVE_INFINITY) * 1_000 > Date.now()
        ? payload
        : undefined;
    return {
      upsert: async (id, payload) => void entries.set(id, payload),
      find: async (id) => isGood(entries.get(id)),
      findByUid: async (uid) => isGood(find((payload) => payload.uid === uid)),
      findByUserCode: async (code) => isGood(find((payload) => payload.userCode === code)),
      async consume(id) {
        const payload = entries.get(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1_000);
      },
      destroy: async (id) => void entries.delete(id),
      async revokeByGrantId(grantId) {
        for (const [id, payload] of entries) if (payload.grantId === grantId) entries.delete(id);
      },
    };
  };
}
