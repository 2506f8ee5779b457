import { about as auth0 } from "./auth0/about.mjs";
import { about as authjs } from "./authjs/about.mjs";
import { about as betterAuth } from "./better-auth/about.mjs";
import { about as clerk } from "./clerk/about.mjs";
import { about as neon } from "./neon/about.mjs";
import { about as supabase } from "./supabase/about.mjs";
import { about as workos } from "./workos/about.mjs";

const all = {
  "better-auth": betterAuth,
  authjs,
  auth0,
  clerk,
  neon,
  supabase,
  workos,
};

/**
 * By the values of AUTH_PROVIDER, its default first. JavaScript that imports nothing else, because a
 * start asks before anything is installed.
 * @type {Record<keyof typeof all, import("./contracts.ts").About>}
 */
export const abouts = all;

export const PROVIDERS = /** @type {(keyof typeof all)[]} */ (Object.keys(all));
