import { answerAuthRequest } from "#adapters/auth-requests.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { rebaseRequest } from "#adapters/shared/next-request.ts";
import { forgetAnswer, isDatabaseAway, isDatabaseFull } from "#drizzle/client.ts";
import { databaseAway, diskFull, handle } from "#lib/base/http/handle.ts";
import { readText } from "#lib/base/http/read-request.ts";

/** Enough for a form or a few tokens. */
const LARGEST_BODY = 32 * 1_024; // bytes

const ask = handle(async (request) => {
  const adapter = await sessionAdapter();
  // SDKs read bodies of any size.
  const body = (await readText(request, LARGEST_BODY)) || null;
  const response = await answerAuthRequest(adapter, rebaseRequest(request, body));
  // An SDK turns every failure below it into its own answer.
  if (response.status === 500) {
    forgetAnswer();
    if (await isDatabaseAway()) throw databaseAway();
  }
  if (response.status >= 400 && (await isDatabaseFull())) throw diskFull();
  return response;
});

/** Every callback and API of the provider's SDK. The answers tell who is signed in, so they are not cached. */
async function answer(request: Request): Promise<Response> {
  const { status, statusText, body, headers } = await ask(request, undefined);
  const answered = new Response(body, { status, statusText, headers });
  if (!headers.has("cache-control")) answered.headers.set("cache-control", "private, no-store");
  return answered;
}

export { answer as GET, answer as POST };
