import type { SessionAdapter } from "#adapters/contracts.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";

/** Tells the browser's hook who is signed in, with TOKEN_RETRIEVAL=client alone. For an SDK that would tell more, or by a server action. */
export async function answerHook({ getSession }: SessionAdapter): Promise<Response> {
  if (appEnv().TOKEN_RETRIEVAL === "server") throw nothingHere();
  const session = await getSession();
  const headers = { "cache-control": "private, no-store" };
  return Response.json({ userId: session?.subject ?? session?.id ?? null }, { headers });
}
