import { NextRequest } from "next/server";
import { sessionAdapter } from "#adapters/session.ts";
import { isDatabaseAway } from "#drizzle/client.ts";
import { databaseAway, handle } from "#lib/handle.ts";
import { HttpError } from "#lib/http-error.ts";
import { readText } from "#lib/read-body.ts";

/** A form, or a token or two. */
const LARGEST_BODY = 32 * 1_024; // bytes

/** Every callback and API of the provider's SDK. */
const answer = handle(async (request) => {
  const adapter = await sessionAdapter();
  if (!adapter.handleAuthRequest) throw new HttpError(404, "NOT_FOUND", "There is nothing here");
  // SDKs read whatever comes, from anybody.
  const body = (await readText(request, LARGEST_BODY)) || undefined;
  const { url, method, headers, signal } = request;
  const read = new NextRequest(url, { method, headers, signal, body });
  const response = await adapter.handleAuthRequest(read);
  // An SDK answers by itself whatever fails below it.
  if (response.status === 500 && (await isDatabaseAway())) throw databaseAway();
  return response;
});

export { answer as GET, answer as POST };
