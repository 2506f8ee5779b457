import type { HalfSession } from "./half-session.ts";
import type { Auth, Opened } from "./open-session.ts";

const WRONG_CODE: Opened = {
  data: { session: null },
  error: { code: "mfa_verification_failed", status: 422 },
};

/** The session that waits for it, with the second factor: the user may have several authenticator apps. */
export async function enterCode(auth: Auth, half: HalfSession, code: string): Promise<Opened> {
  const { data, error } = await auth.setSession(half);
  if (error) return { data: { session: null }, error };
  let opened = WRONG_CODE;
  for (const { id: factorId, factor_type, status } of data.user?.factors ?? []) {
    if (factor_type !== "totp" || status !== "verified") continue;
    const { data: session, error } = await auth.mfa.challengeAndVerify({ factorId, code });
    opened = { data: { session }, error };
    if (error?.code !== WRONG_CODE.error?.code) break;
  }
  return opened;
}

/** The session that waits for it, with a new password. */
export async function setPassword(
  auth: Auth,
  half: HalfSession,
  password: string,
): Promise<Opened> {
  const { data, error } = await auth.setSession(half);
  return { data, error: error ?? (await auth.updateUser({ password })).error };
}
