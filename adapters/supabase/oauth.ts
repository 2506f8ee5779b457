import type { Provider } from "@supabase/supabase-js";
import { z } from "zod";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import type { SignInRedirect } from "../contracts.ts";
import { handlerClient } from "./server-client.ts";
import { callbackUrl, supabaseEnv } from "./trust.ts";

const PATH = "/auth/oauth/";
const TIMEOUT = 4_000; // milliseconds
/** Of those that are not called by their name with a capital letter. */
const LABELS: Record<string, string> = {
  azure: "Microsoft",
  github: "GitHub",
  gitlab: "GitLab",
  linkedin: "LinkedIn",
};

function labelOf(name: string): string {
  const plain = name.replace(/^custom:/, "").replace(/_oidc$/, "");
  return LABELS[plain] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** The ways to sign in that SUPABASE_OAUTH_PROVIDERS names. */
export function oauthRedirects(): SignInRedirect[] {
  const { SUPABASE_OAUTH_PROVIDERS = "" } = supabaseEnv();
  const names = SUPABASE_OAUTH_PROVIDERS.split(",").flatMap((name) => name.trim() || []);
  return names.map((id) => ({ id, label: labelOf(id), path: PATH + id }));
}

/** Sends the browser to a provider's page by way of Supabase; undefined for a path that is none of the above. */
export async function startOAuth({ url }: Request): Promise<Response | undefined> {
  const { pathname, searchParams } = new URL(url);
  const way = oauthRedirects().find(({ path }) => path === pathname);
  if (!way) return undefined;
  if (!(await isOffered(way.id))) return seeOther("/sign-in?problem=unavailable");
  const { auth, keep } = await handlerClient();
  const { data, error } = await auth.signInWithOAuth({
    provider: way.id as Provider,
    options: {
      redirectTo: callbackUrl(readReturnTo(searchParams.get("returnTo"))),
      // After a problem the same account would come back without a question.
      queryParams: searchParams.has("again") ? { prompt: "select_account" } : undefined,
    },
  });
  if (error) throw error;
  keep();
  return seeOther(data.url);
}

const DISABLED = "is not enabled in Supabase dashboard → Authentication → Sign In / Providers";
const settingsShape = z.object({ external: z.record(z.string(), z.unknown()).default({}) });

/** Whether Supabase answers and has the provider switched on: no visitor is sent to a page of JSON, or to none. */
async function isOffered(name: string): Promise<boolean> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY: apikey } = supabaseEnv();
  const signal = AbortSignal.timeout(TIMEOUT);
  const answer = await fetch(`${SUPABASE_URL}/auth/v1/settings`, {
    headers: { apikey },
    signal,
  }).catch(() => undefined);
  const settings = answer?.ok && settingsShape.safeParse(await answer.json().catch(() => {})).data;
  if (!settings) {
    sayOncePerMinute(`Supabase cannot be asked for its settings: ${answer?.status ?? "no answer"}`);
    return false;
  }
  // Those that a project has set up itself are not listed.
  const isOn = settings.external[name] !== false;
  if (!isOn) sayOncePerMinute(`SUPABASE_OAUTH_PROVIDERS names ${name}, which ${DISABLED}`);
  return isOn;
}
