import { createHash } from "node:crypto";
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { endCookie, isHttps, plainName } from "./cookies.ts";

/** What Auth.js keeps in the browser until Google leads back. */
const isKept = (name: string) =>
  /^authjs\.(callback-url|pkce\.code_verifier|state)$/.test(plainName(name));
const isOfFlow = (name: string) => /^authjs\..+~[\w-]+$/.test(plainName(name));
const LIFETIME = 15 * 60; // seconds, as Auth.js gives the verifier
/** Of sign-ins under way in one browser. Those that are given up must not fill its cookies. */
const MOST_COOKIES = 15;

/**
 * Auth.js has one verifier per browser, so that of two tabs the one that began first would fail. Each
 * flow has its own here, under the name of its `state`.
 */
export async function keepFlow(location: string): Promise<void> {
  const flow = flowOf(new URL(location));
  if (!flow) return;
  const jar = await cookies();
  const ofFlows = jar.getAll().filter(({ name }) => isOfFlow(name));
  if (ofFlows.length > MOST_COOKIES) for (const { name } of ofFlows) endCookie(jar, name);
  for (const cookie of jar.getAll().filter(({ name }) => isKept(name))) {
    jar.set({
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: isHttps(),
      ...cookie,
      name: `${cookie.name}~${flow}`,
      maxAge: LIFETIME,
    });
    endCookie(jar, cookie.name);
  }
}

/** The request that comes back from Google, with what was kept for its flow alone. */
export async function resumeFlow(request: NextRequest): Promise<NextRequest> {
  const flow = flowOf(request.nextUrl);
  const jar = await cookies();
  const received = request.cookies.getAll();
  for (const { name } of received) if (isKept(name)) request.cookies.delete(name);
  for (const { name, value } of received) {
    const [plain = "", of] = name.split("~");
    if (!isKept(plain) || of === undefined || of !== flow) continue;
    request.cookies.set(plain, value);
    endCookie(jar, name);
  }
  return request;
}

function flowOf({ searchParams }: Pick<URL, "searchParams">): string | undefined {
  const state = searchParams.get("state");
  if (!state) return undefined;
  return createHash("sha256").update(state).digest("base64url").slice(0, 16);
}
