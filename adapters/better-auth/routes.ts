import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin } from "#lib/base/http/own-address.ts";
import { readText } from "#lib/base/http/read-request.ts";
import { toStorable } from "#lib/base/storable.ts";
import { limitAttempts, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { withCookies } from "../shared/cookies.ts";
import { getAuth } from "./config.ts";
import { isEasyToGuess } from "./easy-passwords.ts";

const LONGEST_FORM = 4_096; // bytes

const formShape = z.object({
  name: z
    .string()
    .transform((name) => toStorable(name).trim())
    .default(""),
  email: z.string().trim(),
  password: z.string(),
});
type Form = z.infer<typeof formShape>;

/** What this app serves of Better Auth. Each of the library's other routes would be one more to guard. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case "POST /auth/sign-in/email":
      return signIn(request, await readForm(request));
    case "POST /auth/sign-up/email":
      return signUp(request, await readForm(request));
    case "GET /auth/get-session":
      if (appEnv().TOKEN_RETRIEVAL === "client") return (await getAuth()).handler(request);
  }
  throw nothingHere();
}

/** Nothing but what the form asks for: the library would take an address to redirect to as well. */
async function readForm(request: Request): Promise<Form> {
  refuseForeignOrigin(request);
  const text = await readText(request, LONGEST_FORM);
  try {
    return formShape.parse(JSON.parse(text));
  } catch (cause) {
    const message = "The body must be JSON with email and password, and a name for a new account";
    throw new HttpError(400, "INVALID_FORM", message, { cause });
  }
}

function signIn(request: Request, { email, password }: Form): Promise<Response> {
  return limitAttempts(request, email.toLowerCase(), () =>
    openSession(request, { email, password }),
  );
}

/**
 * Creates the account and signs in to it. An address that has one already is tried to sign in to, and
 * counts as an attempt: without mail this tells whether an address has an account, so not often.
 */
async function signUp(request: Request, form: Form): Promise<Response> {
  await limitSignUps(request);
  return limitAttempts(request, form.email.toLowerCase(), async () => {
    if (await isEasyToGuess(form)) {
      throw new HttpError(
        400,
        "PASSWORD_EASY",
        "This password is among those that are tried first",
      );
    }
    const made = await send(request, "/auth/sign-up/email", form);
    if (!made.ok) return made;
    return openSession(request, { email: form.email, password: form.password });
  });
}

async function openSession(request: Request, credentials: Omit<Form, "name">): Promise<Response> {
  const opened = await send(request, "/auth/sign-in/email", credentials);
  if (!opened.ok) return opened;
  // The body has the session's token in it, which is for the cookie alone.
  const headers = { "cache-control": "no-store" };
  return withCookies(opened.headers.getSetCookie(), { status: 204, headers });
}

async function send(request: Request, path: string, form: Partial<Form>): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  const url = new URL(path, request.url);
  return (await getAuth()).handler(
    new Request(url, { method: "POST", headers, body: JSON.stringify(form) }),
  );
}
