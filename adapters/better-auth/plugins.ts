import { isIP } from "node:net";
import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";
import { jwt } from "better-auth/plugins/jwt";
import { organization } from "better-auth/plugins/organization";
import { twoFactor } from "better-auth/plugins/two-factor";
import { and, eq } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { appEnv } from "#lib/base/env.ts";
import { isLoopbackHost } from "#lib/base/public-address.ts";
import { member } from "./tables.ts";

/** The issuer of Better Auth's own tokens: distinct from APP_URL, which issues user tokens. */
export const issuer = () => `${appEnv().APP_URL}/auth`;
export const AUDIENCE = "tambo-users";

const ONE_SECOND = 1_000; // milliseconds
const MOST_FOUNDED = 10;

/** The library's routes that open a session by one step alone. A passkey is both: it is there, and was unlocked. */
const FIRST_STEPS = ["/sign-in/email", "/magic-link/verify", "/callback/:id"];

export const tokens = () =>
  jwt({
    disableSettingJwtHeader: true,
    jwks: { keyPairConfig: { alg: "ES256" } },
    jwt: {
      issuer: issuer(),
      audience: AUDIENCE,
      expirationTime: "5m",
      // The session, so that a token posted directly dies with it, and where it is; nothing about the person.
      definePayload: async ({ session }) => ({
        sid: session.id,
        auth_time: session.createdAt.getTime() / ONE_SECOND,
        org_id: await findActive(session),
      }),
    },
  });

/** A code of an authenticator app, or a recovery code, after the first step of a sign-in. */
export function secondStep() {
  const plugin = twoFactor();
  // By itself it asks after a password alone.
  for (const hook of plugin.hooks.after) {
    hook.matcher = ({ path }) => FIRST_STEPS.includes(path ?? "");
  }
  return plugin;
}

/** Passkeys that are found without an address, and unlocked by a finger, a face or a PIN. */
export const passkeys = () =>
  passkey({
    origin: appEnv().APP_URL,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      afterVerification: ({ verification }) =>
        refuseLocked(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: ({ verification }) =>
        refuseLocked(verification.authenticationInfo.userVerified),
    },
  });

function refuseLocked(isUnlocked: boolean | undefined): void {
  if (isUnlocked) return;
  throw new APIError("UNAUTHORIZED", { code: "PASSKEY_LOCKED", message: "It was not unlocked" });
}

/** Browsers have passkeys for names of hosts alone, and what they send must be out of others' reach. */
export function takesPasskeys(address: string): boolean {
  const { hostname, protocol } = new URL(address);
  const isName = isIP(hostname.replace(/[[\]]/g, "")) === 0;
  return isName && (protocol === "https:" || isLoopbackHost(hostname));
}

/** Its routes are not served: organizations.ts asks the library itself. */
export const organizations = () =>
  organization({
    organizationLimit: MOST_FOUNDED,
    // Invitations are shown to whoever has the address, so it has to be theirs.
    requireEmailVerificationOnInvitation: true,
    cancelPendingInvitationsOnReInvite: true,
  });

/**
 * The organisation of a session, while its user is a member: the library leaves it in the other sessions of
 * somebody who was removed.
 */
export async function findActive(session: {
  userId: string;
  activeOrganizationId?: string | null;
}): Promise<string | null> {
  const id = session.activeOrganizationId;
  if (!id || appEnv().OWNER_SCOPE === "user") return null;
  const db = await getDb();
  const isMember = and(eq(member.userId, session.userId), eq(member.organizationId, id));
  return (await db.$count(member, isMember)) > 0 ? id : null;
}
