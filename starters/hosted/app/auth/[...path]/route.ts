import { rebaseRequest } from "#adapters/shared/next-request.ts";
import { sessionAdapter } from "../../../adapters/about.ts";
import { handle, nothingHere } from "../../../lib/base/http/http-error.ts";

/** Signing in: the way to the provider, the way back, and what its SDK asks. */
const answer = handle(async (request) => {
  const { handleAuthRequest } = await sessionAdapter();
  if (!handleAuthRequest) throw nothingHere();
  return handleAuthRequest(rebaseRequest(request));
});

export { answer as GET, answer as POST };
