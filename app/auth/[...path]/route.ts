import { sessionAdapter } from "#adapters/session.ts";
import { handle } from "#lib/handle.ts";
import { HttpError } from "#lib/http-error.ts";

/** Every callback and API of the provider's SDK. */
const answer = handle(async (request) => {
  const adapter = await sessionAdapter();
  if (!adapter.handleAuthRequest) throw new HttpError(404, "NOT_FOUND", "There is nothing here");
  return adapter.handleAuthRequest(request);
});

export { answer as GET, answer as POST };
