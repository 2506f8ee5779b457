import { appEnv, type Provider } from "#lib/base/env.ts";
import { about as auth0 } from "./auth0/about.ts";
import { about as authjs } from "./authjs/about.ts";
import { about as betterAuth } from "./better-auth/about.ts";
import { about as clerk } from "./clerk/about.ts";
import type { About } from "./contracts.ts";
import { about as neon } from "./neon/about.ts";
import { about as supabase } from "./supabase/about.ts";
import { about as workos } from "./workos/about.ts";

const registry: Record<Provider, About> = {
  authjs,
  auth0,
  "better-auth": betterAuth,
  clerk,
  neon,
  supabase,
  workos,
};

/** What is known of the provider that AUTH_PROVIDER names. */
export const providerAbout = (): About => registry[appEnv().AUTH_PROVIDER];
