import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { html } from "hono/html";
import { backendApi } from "./clerk/backend-api.ts";
import { frontendApi } from "./clerk/frontend-api.ts";
import { createInstance, publishableKey, secretKey } from "./clerk/instance.ts";
import { type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { serveOnLoopback } from "./loopback-server.ts";

/**
 * Clerk on loopback: the Frontend API that clerk-js talks to through the app's own /__clerk, and the
 * Backend API that the server talks to. Both have paths below /v1; the secret key tells them apart.
 */
export async function startEmulator({ appUrl, port, claims }: EmulatorOptions): Promise<Emulator> {
  const instance = await createInstance(claims);
  const { origin } = new URL(appUrl);
  const backend = new Hono().route("/v1", backendApi(instance, origin));
  const frontend = new Hono().route(
    "/v1",
    frontendApi(instance, origin, () => server.url),
  );
  frontend.get("/.well-known/jwks.json", (context) => context.json(instance.keys));
  frontend.get("/npm/@clerk/:package/dist/:file", async (context) => {
    context.header("content-type", "text/javascript");
    const { package: name, file } = context.req.param();
    return context.body(await readScript(name.split("@")[0] ?? "", file));
  });
  // The page of another service, which says who somebody is.
  frontend.get("/example", (context) => {
    const back = (user: string) =>
      `${origin}/__clerk/v1/oauth_callback?state=${context.req.query("state")}&user=${user}`;
    const links = instance.people.map(
      ({ id, name }) => html`<p><a href="${back(id)}">${name}</a></p>`,
    );
    return context.html(html`<!doctype html><title>Example</title><h1>Continue as</h1>${links}`);
  });

  const server = await serveOnLoopback((request) => {
    const api = request.headers.has("authorization") ? backend : frontend;
    return api.fetch(toMeantMethod(request));
  }, port);
  const { url, stop } = server;

  return {
    env: {
      CLERK_PUBLISHABLE_KEY: publishableKey,
      CLERK_SECRET_KEY: secretKey,
      CLERK_JWT_TEMPLATE: "tambo",
      CLERK_FAPI_URL: url,
      CLERK_API_URL: url,
    },
    users,
    refreshes: () => instance.renewals,
    stop,
  };
}

/** clerk-js sends every change as a POST, with the method that is meant in the query. */
function toMeantMethod(request: Request): Request {
  const method = new URL(request.url).searchParams.get("_method");
  return method ? new Request(request, { method }) : request;
}

/** A file of clerk-js or of its components, as Clerk's script server would send it. */
async function readScript(name: string, file: string): Promise<string> {
  const packages: Record<string, string> = {
    "clerk-js": import.meta.resolve("@clerk/clerk-js"),
    ui: import.meta.resolve("@clerk/ui"),
  };
  return readFile(new URL(file, packages[name]), "utf8");
}
