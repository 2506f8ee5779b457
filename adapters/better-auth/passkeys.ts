import { z } from "zod";
import { toStorable } from "#lib/base/json.ts";
import { limitAttempts, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { ask, readForm, toAnswer } from "./library.ts";

/** What the browser made, as the WebAuthn standard has it. */
const made = z.looseObject({ id: z.string().max(1_400) });
const shape = z.object({ response: made });
const namedShape = z.object({
  response: made,
  name: z.string().transform((name) => toStorable(name).trim().slice(0, 100)),
});

/** What the browser is to sign, for a passkey that there is. */
export async function beginSignIn(request: Request): Promise<Response> {
  await limitSignUps(request);
  return ask(request, "/passkey/generate-authenticate-options");
}

export async function signInByPasskey(request: Request): Promise<Response> {
  const { response } = await readForm(request, shape);
  return limitAttempts(request, response.id, async () =>
    toAnswer(await ask(request, "/passkey/verify-authentication", { response })),
  );
}

/** The same for a new one, of whoever signed in not long ago. */
export async function beginPasskey(request: Request): Promise<Response> {
  return ask(request, "/passkey/generate-register-options");
}

export async function addPasskey(request: Request): Promise<Response> {
  const form = await readForm(request, namedShape);
  return toAnswer(await ask(request, "/passkey/verify-registration", form));
}
