import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { toStorable } from "#lib/base/storable.ts";
import { limitAttempts, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { getAuth } from "./config.ts";
import { isEasyToGuess } from "./easy-passwords.ts";
import { ask, readForm, toAnswer } from "./library.ts";
import { addPasskey, beginPasskey, beginSignIn, signInByPasskey } from "./passkeys.ts";
import { askForCode, enterCode } from "./second-step.ts";

/** What this app serves of Better Auth. Each of the library's other routes would be one more to guard. */
const ROUTES: Record<string, (request: Request) => Promise<Response>> = {
  "POST /auth/sign-in/email": signIn,
  "POST /auth/sign-up/email": signUp,
  "POST /auth/sign-in/code": enterCode,
  "GET /auth/passkey/generate-authenticate-options": beginSignIn,
  "POST /auth/passkey/verify-authentication": signInByPasskey,
  "GET /auth/passkey/generate-register-options": beginPasskey,
  "POST /auth/passkey/verify-registration": addPasskey,
  "GET /auth/get-session": tellSession,
};

export async function handleAuthRequest(request: Request): Promise<Response> {
  const name = `${request.method} ${new URL(request.url).pathname}`;
  const route = Object.hasOwn(ROUTES, name) && ROUTES[name];
  if (!route) throw nothingHere();
  return askForCode(request, await route(request));
}

const signInShape = z.object({ email: z.string().trim(), password: z.string() });
const signUpShape = signInShape.extend({
  name: z
    .string()
    .transform((name) => toStorable(name).trim())
    .default(""),
});

async function tellSession(request: Request): Promise<Response> {
  if (appEnv().TOKEN_RETRIEVAL !== "client") throw nothingHere();
  return (await getAuth()).handler(request);
}

async function signIn(request: Request): Promise<Response> {
  const form = await readForm(request, signInShape);
  return limitAttempts(request, form.email.toLowerCase(), () => openSession(request, form));
}

/**
 * Creates the account and signs in to it. An address that has one already is tried to sign in to, and
 * counts as an attempt: without mail this tells whether an address has an account, so not often.
 */
async function signUp(request: Request): Promise<Response> {
  const form = await readForm(request, signUpShape);
  await limitSignUps(request);
  return limitAttempts(request, form.email.toLowerCase(), async () => {
    if (await isEasyToGuess(form)) {
      throw new HttpError(
        400,
        "PASSWORD_EASY",
        "This password is among those that are tried first",
      );
    }
    const made = await ask(request, "/sign-up/email", form);
    if (!made.ok) return made;
    return openSession(request, { email: form.email, password: form.password });
  });
}

const openSession = async (request: Request, credentials: z.infer<typeof signInShape>) =>
  toAnswer(await ask(request, "/sign-in/email", credentials));
