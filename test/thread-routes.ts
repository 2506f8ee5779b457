import { POST as mcpAccessToken } from "#app/auth/mcp/access-token/route.ts";
import { POST as generateName } from "#app/threads/[threadId]/generate-name/route.ts";
import * as legacySuggestions from "#app/threads/[threadId]/messages/[messageId]/suggestions/route.ts";
import { DELETE as deleteMe } from "#app/v1/me/route.ts";
import * as notes from "#app/v1/notes/route.ts";
import { POST as setState } from "#app/v1/threads/[threadId]/components/[componentId]/state/route.ts";
import { GET as exportThread } from "#app/v1/threads/[threadId]/export/route.ts";
import { POST as rate } from "#app/v1/threads/[threadId]/messages/[messageId]/feedback/route.ts";
import * as message from "#app/v1/threads/[threadId]/messages/[messageId]/route.ts";
import * as suggestions from "#app/v1/threads/[threadId]/messages/[messageId]/suggestions/route.ts";
import { GET as listMessages } from "#app/v1/threads/[threadId]/messages/route.ts";
import * as thread from "#app/v1/threads/[threadId]/route.ts";
import { DELETE as cancelRun } from "#app/v1/threads/[threadId]/runs/[runId]/route.ts";
import { POST as run } from "#app/v1/threads/[threadId]/runs/route.ts";
import * as threads from "#app/v1/threads/route.ts";
import { POST as firstRun } from "#app/v1/threads/runs/route.ts";

export interface Params {
  threadId: string;
  messageId: string;
  componentId: string;
  runId: string;
}

export interface Route {
  name: string;
  handler: (request: Request, context: { params: Promise<Params> }) => Promise<Response>;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

const RUN = { message: { role: "user", content: [{ type: "text", text: "hello" }] } };
const THREAD = "/v1/threads/:threadId";
const SUGGESTIONS = "/threads/:threadId/messages/:messageId/suggestions";

/** Every route below a thread: for anybody but its owner each of them is a 404. */
export const threadRoutes: Route[] = [
  { name: "get thread", handler: thread.GET, method: "GET", path: THREAD },
  { name: "rename", handler: thread.PATCH, method: "PATCH", path: THREAD, body: { name: "mine" } },
  {
    name: "archive",
    handler: thread.PATCH,
    method: "PATCH",
    path: THREAD,
    body: { archived: true },
  },
  { name: "delete", handler: thread.DELETE, method: "DELETE", path: THREAD },
  { name: "list messages", handler: listMessages, method: "GET", path: `${THREAD}/messages` },
  {
    name: "get message",
    handler: message.GET,
    method: "GET",
    path: `${THREAD}/messages/:messageId`,
  },
  {
    name: "delete message",
    handler: message.DELETE,
    method: "DELETE",
    path: `${THREAD}/messages/:messageId`,
  },
  {
    name: "rate",
    handler: rate,
    method: "POST",
    path: `${THREAD}/messages/:messageId/feedback`,
    body: { thumb: "up", note: "clear" },
  },
  { name: "export", handler: exportThread, method: "GET", path: `${THREAD}/export` },
  {
    name: "list suggestions",
    handler: suggestions.GET,
    method: "GET",
    path: `/v1${SUGGESTIONS}`,
  },
  { name: "suggest", handler: suggestions.POST, method: "POST", path: `/v1${SUGGESTIONS}` },
  {
    name: "list suggestions, formerly",
    handler: legacySuggestions.GET,
    method: "GET",
    path: SUGGESTIONS,
  },
  {
    name: "suggest, formerly",
    handler: legacySuggestions.POST,
    method: "POST",
    path: SUGGESTIONS,
  },
  { name: "run", handler: run, method: "POST", path: `${THREAD}/runs`, body: RUN },
  { name: "cancel", handler: cancelRun, method: "DELETE", path: `${THREAD}/runs/:runId` },
  {
    name: "component state",
    handler: setState,
    method: "POST",
    path: `${THREAD}/components/:componentId/state`,
    body: { state: { view: "table" } },
  },
  {
    name: "generate name",
    handler: generateName,
    method: "POST",
    path: "/threads/:threadId/generate-name",
  },
];

/** The routes without a thread in their path: they only ever speak of the caller's own. */
export const ownRoutes: Route[] = [
  { name: "list threads", handler: threads.GET, method: "GET", path: "/v1/threads" },
  { name: "create thread", handler: threads.POST, method: "POST", path: "/v1/threads", body: {} },
  { name: "list notes", handler: notes.GET, method: "GET", path: "/v1/notes" },
  { name: "add note", handler: notes.POST, method: "POST", path: "/v1/notes", body: { text: "a" } },
  { name: "delete me", handler: deleteMe, method: "DELETE", path: "/v1/me" },
  { name: "first run", handler: firstRun, method: "POST", path: "/v1/threads/runs", body: RUN },
  {
    name: "access token for MCP",
    handler: mcpAccessToken,
    method: "POST",
    path: "/auth/mcp/access-token",
    body: { contextKey: "default" },
  },
];

/** Calls a route as the server does: ids encoded in the path, plain in the parameters. */
export function callRoute(
  { handler, method, path, body }: Route,
  params: Params,
  headers: Record<string, string>,
  rawBody = body === undefined ? undefined : JSON.stringify(body),
): Promise<Response> {
  const address = path.replace(/:(\w+)/g, (_, name: keyof Params) =>
    encodeURIComponent(params[name]),
  );
  const request = new Request(`http://localhost:3000${address}`, {
    method,
    headers,
    body: rawBody,
  });
  return handler(request, { params: Promise.resolve(params) });
}
