import type { Provider } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { makeClient } from "../../../adapters/supabase/client.ts";
import { listRedirects } from "../../../adapters/supabase/session.ts";
import { callbackUrl, followLink } from "../../../adapters/supabase/sign-in.ts";
import { handle, nothingHere } from "../../../lib/base/http/http-error.ts";

/** The way to a provider's page, and the way back from there or from a mail. */
export const GET = handle(async (request) => {
  const { pathname, searchParams } = new URL(request.url);
  const returnTo = readReturnTo(searchParams.get("returnTo"));
  const jar = await cookies();
  if (pathname === "/auth/callback") return seeOther(await followLink(searchParams, returnTo, jar));
  const way = listRedirects().find(({ path }) => path === pathname);
  if (!way) throw nothingHere();
  const { data, error } = await makeClient(jar).auth.signInWithOAuth({
    provider: way.id as Provider,
    options: {
      redirectTo: callbackUrl(returnTo),
      // After a problem the same account would come back without a question.
      queryParams: searchParams.has("again") ? { prompt: "select_account" } : undefined,
    },
  });
  if (error) throw error;
  return seeOther(data.url);
});
