import { randomBytes } from "node:crypto";
import { and, asc, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import { getDb, inTransaction } from "#drizzle/client.ts";
import { invitations, owners } from "#drizzle/schema/settings.ts";
import { recordChange } from "#lib/admin/activity.ts";
import { isAdmin } from "#lib/admin/admins.ts";
import { bindClaim, hashCode, isClaimable } from "#lib/admin/claims.ts";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import type { Visitor } from "#lib/identity/hooks.ts";
import { isGuest } from "#lib/identity/owner-id.ts";
import type { Refusal } from "#lib/identity/refuse-session.ts";

export const INVITATION_LIFETIME = 7 * 24 * 3_600; // seconds
const CODE_BYTES = 32;

/**
 * Why SIGN_UP or ALLOWED_EMAILS keeps somebody out; undefined if they may come in. Known is who has been
 * here and was not deleted. Admins come in always. A stranger who may come in by their invitation is
 * known from then on, and nobody else by that invitation. Guests are let in by GUESTS.
 */
export async function findAdmissionProblem(visitor: Visitor): Promise<Refusal | undefined> {
  const { SIGN_UP, ALLOWED_EMAILS } = appEnv();
  if (SIGN_UP === "open" && ALLOWED_EMAILS.length === 0) return undefined;
  const { projectId, id: ownerId, invitation } = visitor;
  if (isGuest(ownerId)) return undefined;
  const known = await findKnown(visitor);
  // A token that is exchanged directly says nothing of an address.
  const { email, emailVerified } = visitor.emailVerified === undefined ? { ...known } : visitor;
  if (await isAdmin(projectId, { ownerId, email, emailVerified })) return undefined;
  if (ALLOWED_EMAILS.length > 0 && !(emailVerified && isAllowed(email ?? "", ALLOWED_EMAILS))) {
    return "address";
  }
  if (SIGN_UP === "open" || known) return undefined;
  if (invitation) {
    // Who can be the first admin may sign in for that.
    const isBound = await bindClaim(invitation, visitor);
    const isIn =
      isBound || (SIGN_UP === "invited" && (await acceptInvitation(visitor, invitation)));
    // Of two requests at once the other one may have taken it.
    if (isIn || (await findKnown(visitor))) return undefined;
  }
  return SIGN_UP === "closed" ? "closed" : "invitation";
}

/** Whether nobody can come in who has not been here, not even by this claim link. */
export async function isClosedTo(invitation: string | undefined): Promise<boolean> {
  return appEnv().SIGN_UP === "closed" && !(invitation && (await isClaimable(invitation)));
}

/** By addresses, and domains that begin with @. Letters of both cases are alike. */
function isAllowed(email: string, allowed: string[]): boolean {
  const address = email.toLowerCase();
  const domain = address.slice(address.lastIndexOf("@"));
  return allowed.some((entry) => [address, domain].includes(entry.toLowerCase()));
}

/** Whoever has been here in one organisation, or without any, is known in all of theirs. */
async function findKnown({ projectId, id, personalId = id }: Visitor) {
  if (!hasDatabase()) return undefined;
  const db = await getDb();
  const [known] = await db
    .select({ email: owners.email, emailVerified: owners.emailVerified })
    .from(owners)
    .where(
      and(
        eq(owners.projectId, projectId),
        or(eq(owners.id, personalId), eq(owners.personalId, personalId)),
      ),
    )
    // What was said last of their address.
    .orderBy(sql`${owners.email} is null`, desc(owners.lastSeenAt))
    .limit(1);
  return known;
}

/** Spends an invitation, and makes its bearer known. False for one that is unknown, used, withdrawn or expired. */
async function acceptInvitation(visitor: Visitor, code: string): Promise<boolean> {
  const { projectId, id, personalId } = visitor;
  return inTransaction(async (tx) => {
    // Two strangers with one invitation wait here for each other; the second finds none.
    const [used] = await tx
      .delete(invitations)
      .where(isLiving(projectId, code))
      .returning({ name: invitations.name });
    if (!used) return false;
    const owner = { projectId, id, personalId, lastSeenAt: new Date() };
    await tx.insert(owners).values(owner).onConflictDoNothing();
    await recordChange(tx, {
      projectId,
      kind: "invitation.accepted",
      ownerId: id,
      detail: used.name,
    });
    return true;
  });
}

/** Whether an invitation can be accepted. */
export async function isInvitation(projectId: string, code: string): Promise<boolean> {
  const db = await getDb();
  return (await db.$count(invitations, isLiving(projectId, code))) > 0;
}

function isLiving(projectId: string, code: string) {
  const { hash, projectId: project, expiresAt } = invitations;
  return and(eq(project, projectId), eq(hash, hashCode(code)), gt(expiresAt, new Date()));
}

interface Invitation {
  projectId: string;
  /** For whom it is meant, in the admin's words. */
  name: string;
  /** The admin. */
  by: string;
}

/** A link by which one person may come in where SIGN_UP is invited. It works once and for seven days. */
export async function invite({ projectId, name, by }: Invitation): Promise<string> {
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const expiresAt = new Date(Date.now() + INVITATION_LIFETIME * 1_000);
  await inTransaction(async (tx) => {
    await tx.delete(invitations).where(lt(invitations.expiresAt, new Date()));
    await tx.insert(invitations).values({ hash: hashCode(code), projectId, name, expiresAt });
    await recordChange(tx, { projectId, kind: "invitation.made", ownerId: by, detail: name });
  });
  return `${appEnv().APP_URL}/invitation?code=${code}`;
}

/** The invitations that can be accepted, those that end first before the others. `id` names one, and lets nobody in. */
export async function listInvitations(projectId: string) {
  const { hash, name, expiresAt } = invitations;
  const db = await getDb();
  return db
    .select({ id: hash, name, expiresAt })
    .from(invitations)
    .where(and(eq(invitations.projectId, projectId), gt(expiresAt, new Date())))
    .orderBy(asc(expiresAt));
}

/** Withdraws an invitation. False if there is none any more. */
export async function withdrawInvitation(
  projectId: string,
  id: string,
  by: string,
): Promise<boolean> {
  return inTransaction(async (tx) => {
    const [withdrawn] = await tx
      .delete(invitations)
      .where(and(eq(invitations.projectId, projectId), eq(invitations.hash, id)))
      .returning({ detail: invitations.name });
    if (!withdrawn) return false;
    await recordChange(tx, { projectId, kind: "invitation.withdrawn", ownerId: by, ...withdrawn });
    return true;
  });
}
