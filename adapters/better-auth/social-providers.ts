import type { BetterAuthOptions } from "better-auth";
import { z } from "zod";
import { EnvError, readEnv } from "#lib/base/env.ts";
import { readProfile } from "../shared/read-profile.ts";

const text = z.string().optional();

const shape = {
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
  MICROSOFT_CLIENT_ID: text,
  MICROSOFT_CLIENT_SECRET: text,
  MICROSOFT_TENANT_ID: text,
  APPLE_CLIENT_ID: text,
  APPLE_CLIENT_SECRET: text,
};

/** By the library's names, in the order of the sign-in page. */
const LABELS = { google: "Google", github: "GitHub", microsoft: "Microsoft", apple: "Apple" };
type SocialName = keyof typeof LABELS;

/** Those whose client is set. Throws EnvError for half of one. */
export function listSocial() {
  const env = readEnv(shape);
  const problems: string[] = [];
  const social = (Object.keys(LABELS) as SocialName[]).flatMap((name) => {
    const prefix = name.toUpperCase() as Uppercase<SocialName>;
    const [id, secret] = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`] as const;
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
