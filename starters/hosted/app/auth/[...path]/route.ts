import { sessionAdapter } from "#adapters/session.ts";
import { rebaseRequest } from "#adapters/shared/next-request.ts";
import { handle } from "#lib/base/http/handle.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";

/** Signing in: the way to the provider, the way back, and what its SDK asks. Who is signed in is nothing to keep. */
const answer = handle(async (request: Request) => {
  const { handleAuthRequest } = await sessionAdapter();
  if (!handleAuthRequest) throw nothingHere();
  const { status, statusText, body, headers } = await handleAuthRequest(rebaseRequest(request));
  const answered = new Response(body, { status, statusText, headers });
  if (!headers.has("cache-control")) answered.headers.set("cache-control", "private, no-store");
  return answered;
});

export { answer as GET, answer as POST };
