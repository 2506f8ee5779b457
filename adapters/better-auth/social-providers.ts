import type { BetterAuthOptions } from "better-auth";
import { z } from "zod";
import { EnvError, readEnv } from "#lib/base/env.ts";
import { endLine } from "../shared/cookies.ts";
import { readProfile } from "../shared/read-profile.ts";
import { about } from "./about.mjs";

const shape = Object.fromEntries(
  Object.keys(about.variables).map((name) => [name, z.string().optional()]),
);

/** By the library's names, in the order of the sign-in page. */
const LABELS = { google: "Google", github: "GitHub", microsoft: "Microsoft", apple: "Apple" };
type SocialName = keyof typeof LABELS;

/** Those whose client is set. Throws EnvError for half of one. */
export function listSocial() {
  const env = readEnv(shape);
  const problems: string[] = [];
  const social = (Object.keys(LABELS) as SocialName[]).flatMap((name) => {
    const prefix = name.toUpperCase();
    const [id, secret] = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`];
    const { [id]: clientId, [secret]: clientSecret } = env;
    if (clientId && clientSecret) return { name, label: LABELS[name], clientId, clientSecret };
    if (clientId) problems.push(`${secret}: is required with ${id}`);
    if (clientSecret) problems.push(`${id}: is required with ${secret}`);
    return [];
  });
  if (problems.length > 0) throw new EnvError(problems);
  return social;
}

/** What the library is told of them. */
export function socialOptions() {
  const providers = listSocial().map(({ name, clientId, clientSecret }) => [
    name,
    { clientId, clientSecret, mapProfileToUser: toUser, ...MORE[name]?.() },
  ]);
  return {
    socialProviders: Object.fromEntries(providers),
    // An address that is verified on both sides is one person's. The library's defaults, which hold for all
    // but those that would be named as trusted.
    account: {
      accountLinking: { enabled: true, requireLocalEmailVerified: true },
      updateAccountOnSignIn: false,
      // Anybody can begin to sign in: that writes nothing to the database.
      storeStateStrategy: "cookie",
    },
  } satisfies BetterAuthOptions;
}

const MORE: { [name in SocialName]?: () => object } = {
  microsoft: () => ({
    tenantId: readEnv(shape).MICROSOFT_TENANT_ID,
    // It would be an image of thousands of characters.
    disableProfilePhoto: true,
    // The administrators of any directory write what addresses its users have.
    mapProfileToUser: (profile: Said) => ({ ...toUser(profile), emailVerified: false }),
  }),
};

type Said = { [name in "name" | "login" | "picture" | "avatar_url"]?: unknown };

/** What is shown of a user: by itself the library takes names and pictures of any length. */
function toUser({ name, login, picture, avatar_url }: Said) {
  const said = readProfile({ name: name || login, picture: picture ?? avatar_url });
  return { name: said.name ?? "", image: said.picture };
}

/** The library's cookie of a sign-in under way, and ours of each. */
const STATE = /(better-auth\.oauth_state)=/;
const ATTEMPTS = /(?:__Host-)?better-auth\.oauth_state~[\w-]+/g;
const MOST_ATTEMPTS = 3;

/**
 * The library's cookies with one of its own for each attempt, by the `state` with which the service leads
 * back: the library has one for a browser, so that of two tabs the first would fail.
 */
export function keepAttempt(answer: Response, state: string | null): string[] {
  return answer.headers.getSetCookie().map((line) => line.replace(STATE, `$1~${state}=`));
}

/** The request that comes back, with the cookie of its attempt as the library's. */
export function resumeAttempt({ url, headers: sent }: Request, state: string | null): Request {
  const headers = new Headers(sent);
  const cookie = headers.get("cookie")?.replace(STATE, "none=").replace(`~${state}=`, "=");
  if (cookie) headers.set("cookie", cookie);
  return new Request(url, { headers });
}

/** Ends the cookies of attempts that were given up: they must not fill the browser's. */
export function endAttempts({ headers }: Request): string[] {
  const names = headers.get("cookie")?.match(ATTEMPTS) ?? [];
  return names.length < MOST_ATTEMPTS ? [] : names.map(endLine);
}
