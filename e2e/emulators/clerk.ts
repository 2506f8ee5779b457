import { readFile } from "node:fs/promises";
import { Hono } from "hono";
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
  const frontend = new Hono().route("/v1", frontendApi(instance, origin));
  frontend.get("/.well-known/jwks.json", (context) => context.json(instance.keys));
  frontend.get("/npm/@clerk/:package/dist/:file", async (context) => {
    context.header("content-type", "text/javascript");
    return context.body(await readScript(context.req.param("file")));
  });

  const { url, stop } = await serveOnLoopback((request) => {
    const api = request.headers.has("authorization") ? backend : frontend;
    return api.fetch(toMeantMethod(request));
  }, port);

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

/** A file of clerk-js, as Clerk's script server would send it. */
function readScript(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.resolve("@clerk/clerk-js")), "utf8");
}
