import { processWide } from "#lib/base/process.ts";
import type { Refusal } from "./refuse-session.ts";

export interface SeenOwner {
  projectId: string;
  id: string;
  /** In an organisation: the owner id of the same user without one, and the organisation, where it is known. */
  personalId?: string;
  organization?: string;
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

/** Somebody whose session or token is genuine. */
export interface Visitor extends SeenOwner {
  /** The code of an invitation that their browser has. */
  invitation?: string;
}

interface IdentityHooks {
  admissionProblem(visitor: Visitor): Promise<Refusal | undefined>;
  isClosedTo(invitation: string | undefined): Promise<boolean>;
  ownerSeen(owner: SeenOwner): void;
  ownerLeaves(projectId: string, ownerId: string): Promise<void>;
  exchanged(exchange: Exchange): void;
}

const hooks = () =>
  processWide<IdentityHooks>("identity-hooks", () => ({
    admissionProblem: async () => undefined,
    isClosedTo: async () => false,
    ownerSeen() {},
    async ownerLeaves() {},
    exchanged() {},
  }));

/** Registers who is told of users and exchanges, at boot. Identity imports nothing of the floors above. */
export function setIdentityHooks(given: Partial<IdentityHooks>): void {
  Object.assign(hooks(), given);
}

/** Why the floors above keep somebody out; undefined if they may come in. */
export const findAdmissionProblem = (visitor: Visitor) => hooks().admissionProblem(visitor);

/** Whether the floors above let no new account be made, by whoever brings this code of an invitation. */
export const isClosedTo = (invitation: string | undefined) => hooks().isClosedTo(invitation);

/** Tells the floors above that a user was here. */
export function noteOwner(owner: SeenOwner): void {
  hooks().ownerSeen(owner);
}

/** Has the floors above delete all that they keep for an owner whose account is about to be deleted. */
export function deleteAllOf(projectId: string, ownerId: string): Promise<void> {
  return hooks().ownerLeaves(projectId, ownerId);
}

/** Tells the floors above how an exchange ended. */
export function noteExchange(exchange: Exchange): void {
  hooks().exchanged(exchange);
}
