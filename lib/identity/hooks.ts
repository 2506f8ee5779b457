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
  /** Why somebody is kept out; undefined if they may come in. */
  admissionProblem(visitor: Visitor): Promise<Refusal | undefined>;
  /** Whether no new account may be made, by whoever brings this code of an invitation. */
  isClosedTo(invitation: string | undefined): Promise<boolean>;
  /** A user was here. */
  ownerSeen(owner: SeenOwner): void;
  /** Deletes all that is kept for an owner whose account is about to be deleted. */
  ownerLeaves(projectId: string, ownerId: string): Promise<void>;
  /** An exchange ended. */
  exchanged(exchange: Exchange): void;
}

/** Who is told of users and exchanges: set at boot, because identity imports nothing of the floors above. */
export const identityHooks = () =>
  processWide<IdentityHooks>("identity-hooks", () => ({
    admissionProblem: async () => undefined,
    isClosedTo: async () => false,
    ownerSeen() {},
    async ownerLeaves() {},
    exchanged() {},
  }));
