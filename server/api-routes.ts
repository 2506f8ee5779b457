import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { GET as nothing } from "#app/nothing-here/route.ts";
import { setAnswerClass } from "#lib/base/http/answer.ts";
import { OPTIONS } from "#lib/identity/handle-api.ts";

const METHODS = ["GET", "POST", "PATCH", "DELETE", "OPTIONS"] as const;

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;
type Route = Record<(typeof METHODS)[number] | "PUT", Handler>;

/** The API's route modules by path. A test compares this list with the folders below app/. */
export const apiRoutes: Record<string, () => Promise<object>> = {
  "/.well-known/jwks.json": () => import("#app/.well-known/jwks.json/route.ts"),
  "/.well-known/oauth-authorization-server": () =>
    import("#app/.well-known/oauth-authorization-server/route.ts"),
  "/.well-known/openid-configuration": () =>
    import("#app/.well-known/openid-configuration/route.ts"),
  "/audio/transcribe": () => import("#app/audio/transcribe/route.ts"),
  "/auth/mcp/access-token": () => import("#app/auth/mcp/access-token/route.ts"),
  "/health": () => import("#app/health/route.ts"),
  "/metrics": () => import("#app/metrics/route.ts"),
  "/oauth/revoke": () => import("#app/oauth/revoke/route.ts"),
  "/oauth/token": () => import("#app/oauth/token/route.ts"),
  "/projects/*": () => import("#app/projects/[[...path]]/route.ts"),
  "/storage/presign": () => import("#app/storage/presign/route.ts"),
  "/threads/:threadId/generate-name": () =>
    import("#app/threads/[threadId]/generate-name/route.ts"),
  "/threads/:threadId/messages/:messageId/suggestions": () =>
    import("#app/threads/[threadId]/messages/[messageId]/suggestions/route.ts"),
  "/v1/me": () => import("#app/v1/me/route.ts"),
  "/v1/notes": () => import("#app/v1/notes/route.ts"),
  "/v1/notes/:noteId": () => import("#app/v1/notes/[noteId]/route.ts"),
  "/v1/threads": () => import("#app/v1/threads/route.ts"),
  // Before the thread ids, because it looks like one.
  "/v1/threads/runs": () => import("#app/v1/threads/runs/route.ts"),
  "/v1/threads/:threadId": () => import("#app/v1/threads/[threadId]/route.ts"),
  "/v1/threads/:threadId/components/:componentId/state": () =>
    import("#app/v1/threads/[threadId]/components/[componentId]/state/route.ts"),
  "/v1/threads/:threadId/export": () => import("#app/v1/threads/[threadId]/export/route.ts"),
  "/v1/threads/:threadId/messages": () => import("#app/v1/threads/[threadId]/messages/route.ts"),
  "/v1/threads/:threadId/messages/:messageId": () =>
    import("#app/v1/threads/[threadId]/messages/[messageId]/route.ts"),
  "/v1/threads/:threadId/messages/:messageId/feedback": () =>
    import("#app/v1/threads/[threadId]/messages/[messageId]/feedback/route.ts"),
  "/v1/threads/:threadId/messages/:messageId/suggestions": () =>
    import("#app/v1/threads/[threadId]/messages/[messageId]/suggestions/route.ts"),
  "/v1/threads/:threadId/runs": () => import("#app/v1/threads/[threadId]/runs/route.ts"),
  "/v1/threads/:threadId/runs/:runId": () =>
    import("#app/v1/threads/[threadId]/runs/[runId]/route.ts"),
};

const API_PATH =
  /^\/(?:\.well-known|audio|auth\/mcp|health|metrics|oauth|projects|storage|threads|v1)(?:[/?]|$)/;

/** Whether `createApiListener` answers a request with this target. */
export function isApiTarget(target: string): boolean {
  return API_PATH.test(target);
}

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
