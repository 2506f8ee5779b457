import { Hono } from "hono";
import { sessionCookies } from "./answers.ts";
import { type Instance, type Session, secretKey } from "./instance.ts";
import { sessionJson, userJson } from "./shapes.ts";

const NOT_FOUND = { errors: [{ code: "resource_not_found", message: "not found" }] };

/** Clerk's Backend API, as far as @clerk/nextjs calls it: the server's part, with the secret key. */
export function backendApi(instance: Instance, origin: string): Hono {
  const api = new Hono();

  api.use(async (context, next) => {
    if (context.req.header("authorization") === `Bearer ${secretKey}`) return next();
    return context.json({ errors: [{ code: "authorization_invalid", message: "no" }] }, 401);
  });

  api.get("/jwks", (context) => context.json(instance.keys));

  api.get("/users/:id", (context) => {
    const user = instance.findUserById(context.req.param("id"));
    return user ? context.json(userJson(user)) : context.json(NOT_FOUND, 404);
  });

  api.get("/sessions/:id", (context) => {
    const session = instance.findSession(context.req.param("id"));
    return session ? context.json(sessionJson(session)) : context.json(NOT_FOUND, 404);
  });

  api.post("/sessions/:id/revoke", (context) => {
    const session = findActive(context.req.param("id"));
    if (!session) return context.json(NOT_FOUND, 404);
    session.isActive = false;
    return context.json(sessionJson(session));
  });

  // The middleware renews an expired session token with this, on a GET that has the refresh cookie.
  api.post("/sessions/:id/refresh", async (context) => {
    const session = findActive(context.req.param("id"));
    const { refresh_token } = await context.req.json();
    if (!session || refresh_token !== session.refreshToken) return context.json(NOT_FOUND, 404);
    instance.renewals += 1;
    const token = await instance.signSessionToken(session, origin);
    return context.json({ object: "cookies", cookies: sessionCookies(token) });
  });

  api.post("/sessions/:id/tokens/:template", async (context) => {
    const session = findActive(context.req.param("id"));
    if (!session) return context.json(NOT_FOUND, 404);
    const jwt = await instance.signTemplateToken(session, origin);
    return context.json({ object: "token", jwt });
  });

  return api;

  function findActive(id: string): Session | undefined {
    const session = instance.findSession(id);
    return session?.isActive ? session : undefined;
  }
}
