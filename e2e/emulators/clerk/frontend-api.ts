import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import {
  clientCookie,
  clientUatCookies,
  endedCookies,
  refreshCookie,
  sessionCookies,
} from "./cookies.ts";
import { environment } from "./environment.ts";
import { activeSessions, type Client, type Instance, newId, type Session } from "./instance.ts";
import { clientJson, sessionJson, signInJson } from "./shapes.ts";

/**
 * Clerk's Frontend API, as far as clerk-js calls it: the browser's part, with the cookie `__client`.
 * Bodies are forms. A change answers with its result and, beside it, the whole client.
 */
export function frontendApi(instance: Instance, origin: string): Hono {
  const api = new Hono();
  const sign = (session: Session) => instance.signSessionToken(session, origin);
  const findClient = (context: Context) => instance.findClient(getCookie(context, "__client"));

  async function answer(
    context: Context,
    response: object | null,
    client: Client | undefined,
    cookies: string[] = [],
  ) {
    for (const line of [...cookies, ...clientUatCookies(client)])
      context.header("set-cookie", line, { append: true });
    context.header("cache-control", "no-store");
    return context.json({ response, client: client ? await clientJson(client, sign) : null });
  }

  /** The password was right: a session begins. */
  function complete(context: Context, client: Client) {
    const attempt = client.signIn;
    if (!attempt) return refuse(context, 422, "sign_in_not_found");
    const session = instance.addSession(client, attempt.user);
    const cookies = [clientCookie(client), refreshCookie(session)];
    return answer(context, signInJson(attempt, session.id), client, cookies);
  }

  api.get("/environment", (context) => context.json(environment));

  api.get("/client", async (context) => {
    const client = findClient(context);
    return answer(context, client ? await clientJson(client, sign) : null, client);
  });

  api.post("/client/sign_ins", async (context) => {
    const { identifier, password } = await context.req.parseBody();
    const user = instance.findUser(String(identifier));
    if (!user) return refuse(context, 422, "form_identifier_not_found");
    const client = findClient(context) ?? instance.addClient();
    client.signIn = { id: newId("sia"), user };
    if (password === user.password) return complete(context, client);
    if (password !== undefined) return refuse(context, 422, "form_password_incorrect");
    return answer(context, signInJson(client.signIn), client, [clientCookie(client)]);
  });

  api.post("/client/sign_ins/:id/attempt_first_factor", async (context) => {
    const client = findClient(context);
    const { password } = await context.req.parseBody();
    if (!client?.signIn) return refuse(context, 404, "resource_not_found");
    if (password !== client.signIn.user.password)
      return refuse(context, 422, "form_password_incorrect");
    return complete(context, client);
  });

  // clerk-js asks for a new token shortly before the old one ends, and writes it into `__session`.
  api.post("/client/sessions/:id/tokens", async (context) => {
    const session = findActive(context);
    if (!session) return refuse(context, 401, "authentication_invalid");
    instance.renewals += 1;
    return context.json({ object: "token", jwt: await sign(session) });
  });

  api.post("/client/sessions/:id/touch", async (context) => {
    const session = findActive(context);
    if (!session) return refuse(context, 401, "authentication_invalid");
    return answer(context, sessionJson(session, await sign(session)), findClient(context));
  });

  for (const end of ["end", "remove"]) {
    api.post(`/client/sessions/:id/${end}`, async (context) => {
      const session = findActive(context);
      if (!session) return refuse(context, 401, "authentication_invalid");
      session.isActive = false;
      return answer(context, sessionJson(session), findClient(context), endedCookies());
    });
  }

  // How clerk-js signs out by itself.
  api.delete("/client/sessions", async (context) => {
    const client = findClient(context);
    if (!client) return refuse(context, 404, "resource_not_found");
    for (const session of activeSessions(client)) session.isActive = false;
    return answer(context, await clientJson(client, sign), client, endedCookies());
  });

  // A page whose session token is missing or stale is sent here, and back with a fresh one. A
  // navigation has no Origin, so that one is for no page.
  api.get("/client/handshake", async (context) => {
    const client = findClient(context);
    const [session] = client ? activeSessions(client) : [];
    const cookies = session
      ? [...sessionCookies(await instance.signSessionToken(session)), refreshCookie(session)]
      : endedCookies();
    for (const line of [...cookies, ...clientUatCookies(client)])
      context.header("set-cookie", line, { append: true });
    return context.redirect(new URL(context.req.query("redirect_url") ?? "/", origin).href, 307);
  });

  return api;

  function findActive(context: Context): Session | undefined {
    const client = findClient(context);
    return client && activeSessions(client).find(({ id }) => id === context.req.param("id"));
  }
}

function refuse(context: Context, status: 401 | 404 | 422, code: string) {
  return context.json({ errors: [{ code, message: code, long_message: code, meta: {} }] }, status);
}
