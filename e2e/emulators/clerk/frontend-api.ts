import { type Context, Hono } from "hono";
import {
  clientUatCookies,
  endedCookies,
  makeAnswers,
  refreshCookie,
  sessionCookies,
} from "./answers.ts";
import { addAttempts } from "./attempts.ts";
import { environment } from "./environment.ts";
import { activeSessions, type Instance, type Session } from "./instance.ts";
import { clientJson, membershipsJson, sessionJson, userJson } from "./shapes.ts";

/**
 * Clerk's Frontend API, as far as clerk-js and its components call it: the browser's part, with the
 * cookie `__client`. Bodies are forms. A change answers with its result and, beside it, the whole client.
 */
export function frontendApi(instance: Instance, origin: string, ownUrl: () => string): Hono {
  const api = new Hono();
  const answers = makeAnswers(instance, origin);
  const { sign, findClient, answer, refuse } = answers;

  api.get("/environment", (context) => context.json(environment));

  api.get("/client", async (context) => {
    const client = findClient(context);
    return answer(context, client ? await clientJson(client, sign) : null, client);
  });

  addAttempts(api, instance, answers, ownUrl);

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
    const { active_organization_id } = await context.req.parseBody();
    session.organizationId = String(active_organization_id ?? "") || undefined;
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

  // The account page lists the browsers in which its user is signed in.
  api.get("/me/sessions/active", (context) => {
    const session = findOwn(context);
    return context.json(session ? [sessionJson(session)] : []);
  });

  for (const list of ["memberships", "invitations", "suggestions"]) {
    api.get(`/me/organization_${list}`, (context) => {
      const session = findOwn(context);
      const data = session && list === "memberships" ? membershipsJson(session.user) : [];
      return context.json({ response: { data, total_count: data.length } });
    });
  }

  api.post("/me/change_password", async (context) => {
    const session = findOwn(context);
    if (!session) return refuse(context, 401, "authentication_invalid");
    session.user.password = String((await context.req.parseBody()).new_password);
    session.task = undefined;
    return answer(context, userJson(session.user), findClient(context));
  });

  return api;

  function findActive(context: Context): Session | undefined {
    const client = findClient(context);
    return client && activeSessions(client).find(({ id }) => id === context.req.param("id"));
  }

  function findOwn(context: Context): Session | undefined {
    const client = findClient(context);
    return client && activeSessions(client).at(-1);
  }
}
