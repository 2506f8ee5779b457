import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { GET as nothing } from "#app/nothing-here/route.ts";
import { setAnswerClass } from "#lib/base/http/answer.ts";
import { OPTIONS } from "#lib/identity/handle-api.ts";
import { root } from "../scripts/lib/root.mjs";

const METHODS = ["GET", "POST", "PATCH", "DELETE", "OPTIONS"] as const;

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;
type Route = Record<(typeof METHODS)[number] | "PUT", Handler>;

const API_PATH =
  /^\/(?:\.well-known|audio|auth\/mcp|health|metrics|oauth|projects|storage|threads|v1)(?:[/?]|$)/;

/** Whether `createApiListener` answers a request with this target. */
export function isApiTarget(target: string): boolean {
  return API_PATH.test(target);
}

const ROUTE = "/route.ts";

/** The API's route modules by path, as Next finds them. Fixed paths come before those with a parameter. */
export const apiRoutes: Record<string, () => Promise<object>> = Object.fromEntries(
  readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file.endsWith(ROUTE))
    .map((file): [path: string, load: () => Promise<object>] => [
      `/${file.slice(0, -ROUTE.length)}`.replace("[[...path]]", "*").replace(/\[(\w+)\]/g, ":$1"),
      () => import(`#app/${file}`),
    ])
    .filter(([path]) => isApiTarget(path))
    .sort(([one], [other]) => (one < other ? 1 : -1)),
);

/**
 * Answers the API ahead of Next, whose routing takes several times as long as these handlers. Where Next
 * runs alone, it calls the same handlers.
 */
export async function createApiListener(): Promise<
  (request: IncomingMessage, response: ServerResponse) => Promise<unknown>
> {
  const api = new Hono({ strict: false });
  for (const [path, load] of Object.entries(apiRoutes)) {
    const { PUT: refuse, ...handlers } = (await load()) as Route;
    const answerBy = (handler: Handler) => (context: Context) =>
      handler(context.req.raw, { params: Promise.resolve(context.req.param()) });
    for (const method of METHODS) api.on(method, path, answerBy(handlers[method]));
    // No route offers PUT. What refuses it refuses methods that Next does not know either, such as PROPFIND.
    api.all(path, answerBy(refuse));
  }
  api.notFound(({ req }) => (req.method === "OPTIONS" ? OPTIONS(req.raw) : nothing(req.raw, {})));
  return listenBy(api);
}

/** Next and the providers' SDKs in this process need Node's own Request and Response, for which Hono puts its own. */
function listenBy(api: Hono) {
  const { Request, Response } = Object.getOwnPropertyDescriptors(globalThis);
  // `drainAfterAnswer` reads the rest of a body.
  const listener = getRequestListener(api.fetch, { autoCleanupIncoming: false });
  setAnswerClass(globalThis.Response);
  Object.defineProperties(globalThis, { Request, Response });
  return listener;
}
