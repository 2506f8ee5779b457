import { createHash } from "node:crypto";
import { cookies } from "next/headers";
import { z } from "zod";
import { cookieName, endCookie, keptFor } from "../shared/cookies.ts";
import type { Opened } from "./form-problem.ts";
import { openCookies, sealCookie } from "./sealed-cookies.ts";
import type { Auth } from "./server-client.ts";

const name = () => cookieName("supabase-step");
const LIFE = 600; // seconds

const halfShape = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  /** What is missing: the code of the second factor, a new password, or that its visitor wants this account. */
  step: z.enum(["code", "password", "account"]),
  /** Whether a new password is to be chosen, be it after the code. */
  isReset: z.boolean(),
  /** The token of the mail's link that waits for the last of these. */
  link: z.string().optional(),
  until: z.number(),
});

export type HalfSession = z.infer<typeof halfShape>;

/**
 * Keeps a session that Supabase has opened, and that is none here before the visitor has done a step
 * more. Its cookie is sealed for its own name, so it is never taken for a session's.
 */
export async function keepHalf(half: Omit<HalfSession, "until">): Promise<void> {
  const value = JSON.stringify({ ...half, until: Date.now() + LIFE * 1_000 });
  await endHalf();
  const jar = await cookies();
  for (const part of await sealCookie({ name: name(), value })) {
    jar.set(part.name, part.value, keptFor(LIFE));
  }
}

/** The session that waits for this step, of this link if one has to be its own. */
export async function readHalf(
  step: HalfSession["step"],
  link?: string,
): Promise<HalfSession | undefined> {
  const [opened] = await openCookies((await cookies()).getAll(), name());
  const half = opened && halfShape.parse(JSON.parse(opened.value));
  const isWanted = half?.step === step && half.link === link;
  return isWanted && half.until > Date.now() ? half : undefined;
}

export async function endHalf(): Promise<void> {
  const jar = await cookies();
  for (const cookie of jar.getAll()) {
    if (cookie.name.startsWith(name())) endCookie(jar, cookie.name);
  }
}

const askedName = () => cookieName("supabase-asked");
const ONE_DAY = 86_400; // seconds, the longest that Supabase has its links work
const hash = (address: string) =>
  createHash("sha256").update(address.toLowerCase()).digest("base64url");

/** Keeps in this browser to which address it has had a mail sent. */
export async function keepAsked(address: string): Promise<void> {
  (await cookies()).set(askedName(), hash(address), keptFor(ONE_DAY));
}

export const isAsked = async (address: string): Promise<boolean> =>
  (await cookies()).get(askedName())?.value === hash(address);

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
