import { processWide } from "#lib/base/process-wide.ts";

export interface SeenOwner {
  projectId: string;
  id: string;
  name?: string;
  email?: string;
}

export interface Exchange {
  projectId: string;
  outcome: "ok" | "refused";
  /** Whether it was verified or not. */
  issuer?: string;
  ownerId?: string;
  /** The failing check. Never a token. */
  detail?: string;
}

interface IdentityHooks {
  ownerSeen(owner: SeenOwner): void;
  exchanged(exchange: Exchange): void;
}

const hooks = () =>
  processWide<IdentityHooks>("identity-hooks", () => ({ ownerSeen() {}, exchanged() {} }));

/** Says who is told of users and exchanges: identity knows nobody above it. At boot. */
export function setIdentityHooks(given: IdentityHooks): void {
  Object.assign(hooks(), given);
}

/** Tells that a user was here, with the name that the provider gave. */
export function noteOwner(owner: SeenOwner): void {
  hooks().ownerSeen(owner);
}

/** Tells how an exchange ended. */
export function noteExchange(exchange: Exchange): void {
  hooks().exchanged(exchange);
}
