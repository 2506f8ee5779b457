import { cookies } from "next/headers";
import { z } from "zod";
import { cookieName, endCookie, isHttps } from "../shared/cookies.ts";
import { openCookies, sealCookie } from "./sealed-cookies.ts";

const name = () => cookieName("supabase-step");
const LIFE = 600; // seconds

const halfShape = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  /** What is missing: the code of the second factor, or a new password. */
  step: z.enum(["code", "password"]),
  /** Whether a new password is to be chosen, be it after the code. */
  isReset: z.boolean(),
  until: z.number(),
});

export type HalfSession = z.infer<typeof halfShape>;

/**
 * Keeps a session that Supabase has opened, and that is none here before the visitor has done a step
 * more. Its cookie is sealed for its own name, so it is never taken for a session's.
 */
export async function keepHalf(half: Omit<HalfSession, "until">): Promise<void> {
  const value = JSON.stringify({ ...half, until: Date.now() + LIFE * 1_000 });
  const options = { httpOnly: true, secure: isHttps(), sameSite: "lax", path: "/" } as const;
  await endHalf();
  const jar = await cookies();
  for (const part of await sealCookie({ name: name(), value })) {
    jar.set(part.name, part.value, { ...options, maxAge: LIFE });
  }
}

/** The session that waits for this step. */
export async function readHalf(step: HalfSession["step"]): Promise<HalfSession | undefined> {
  const [opened] = await openCookies((await cookies()).getAll(), name());
  const half = opened && halfShape.parse(JSON.parse(opened.value));
  return half?.step === step && half.until > Date.now() ? half : undefined;
}

export async function endHalf(): Promise<void> {
  const jar = await cookies();
  for (const cookie of jar.getAll()) {
    if (cookie.name.startsWith(name())) endCookie(jar, cookie.name);
  }
}
