import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import {
  activeSessions,
  type Client,
  cookieSuffix,
  type Instance,
  type Session,
  type User,
} from "./instance.ts";
import { clientJson } from "./shapes.ts";

const ONE_YEAR = 365 * 24 * 3_600; // seconds

const cookie = (name: string, value: string, maxAge = ONE_YEAR) =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
const twice = (name: string, value: string, maxAge?: number) => [
  cookie(name, value, maxAge),
  cookie(`${name}_${cookieSuffix}`, value, maxAge),
];

/** The session token, readable by clerk-js, which renews it. */
export const sessionCookies = (token: string) => twice("__session", token);

/** Who the browser is. Out of reach of script, as is the refresh token. */
export const clientCookie = ({ secret }: Client) => `${cookie("__client", secret)}; HttpOnly`;
export const refreshCookie = ({ refreshToken }: Session) =>
  `${cookie(`__refresh_${cookieSuffix}`, refreshToken)}; HttpOnly`;

/** Since when somebody is signed in, in seconds; 0: nobody is. A session token from before is stale. */
export function clientUatCookies(client: Client | undefined): string[] {
  const times = client ? activeSessions(client).map(({ createdAt }) => createdAt) : [];
  return twice("__client_uat", String(times.length ? Math.floor(Math.min(...times) / 1_000) : 0));
}

export const endedCookies = () => [
  ...twice("__session", "", 0),
  cookie(`__refresh_${cookieSuffix}`, "", 0),
];

/** Some codes in words. */
const WORDS: Record<string, string> = {
  form_password_incorrect: "Password is incorrect. Try again, or use another method.",
  form_identifier_not_found: "Couldn't find your account.",
  form_identifier_exists: "That email address is taken. Please try another.",
  form_code_incorrect: "Incorrect code",
};

/** How the Frontend API of an instance answers. */
export function makeAnswers(instance: Instance, origin: string) {
  const sign = (session: Session) => instance.signSessionToken(session, origin);
  return {
    sign,
    findClient: (context: Context) => instance.findClient(getCookie(context, "__client")),

    /** The result of a request and, beside it, the whole client. */
    async answer(
      context: Context,
      response: object | null,
      client: Client | undefined,
      cookies: string[] = [],
    ) {
      for (const line of [...cookies, ...clientUatCookies(client)])
        context.header("set-cookie", line, { append: true });
      context.header("cache-control", "no-store");
      return context.json({ response, client: client ? await clientJson(client, sign) : null });
    },

    /** `field` is the one of the form that is wrong. */
    refuse(context: Context, status: 401 | 404 | 422, code: string, field?: string) {
      const message = WORDS[code] ?? code;
      const meta = field ? { param_name: field } : {};
      return context.json({ errors: [{ code, message, long_message: message, meta }] }, status);
    },

    /** A session begins. Its cookies are for the same browser. */
    begin(client: Client, user: User): { session: Session; cookies: string[] } {
      const session = instance.addSession(client, user);
      return { session, cookies: [clientCookie(client), refreshCookie(session)] };
    },
  };
}

export type Answers = ReturnType<typeof makeAnswers>;
