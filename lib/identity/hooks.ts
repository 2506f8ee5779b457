import { processWide } from "#lib/base/process.ts";

export interface SeenOwner {
  projectId: string;
  id: string;
  name?: string;
  email?: string;
  emailVerified?: boolean;
}

interface Exchange {
  projectId: string;
  outcome: "ok" | "refused";
  /** It may not be verified. */
  issuer?: string;
  ownerId?: string;
  /** The check that failed. Never a token. */
  detail?: string;
}

interface IdentityHooks {
  ownerSeen(owner: SeenOwner): void;
  exchanged(exchange: Exchange): void;
}

const hooks = () =>
  processWide<IdentityHooks>("identity-hooks", () => ({ ownerSeen() {}, exchanged() {} }));

/** Registers who is told of users and exchanges, at boot. Identity imports nothing of the floors above. */
export function setIdentityHooks(given: IdentityHooks): void {
  Object.assign(hooks(), given);
}

/** Tells the floors above that a user was here. */
export function noteOwner(owner: SeenOwner): void {
  hooks().ownerSeen(owner);
}

/** Tells the floors above how an exchange ended. */
export function noteExchange(exchange: Exchange): void {
  hooks().exchanged(exchange);
}
