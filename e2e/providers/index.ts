import { scenario as auth0 } from "./auth0.ts";
import { scenario as authjs } from "./authjs.ts";
import { scenario as betterAuth } from "./better-auth.ts";
import { scenario as clerk } from "./clerk.ts";
import { scenarios as neon } from "./neon.ts";
import { scenario as supabase } from "./supabase.ts";
import { scenario as workos } from "./workos.ts";

/** One for each adapter; the one that needs nothing else comes first. */
export const scenarios = [betterAuth, authjs, auth0, clerk, ...neon, supabase, workos];
