import type { Client, Method } from "./client.ts";

interface Route {
  method: Method;
  path: string;
  body?: object;
}

const RUN = { message: { role: "user", content: [{ type: "text", text: "Hello" }] } };
const THREAD = "/v1/threads/:threadId";
const MESSAGE = `${THREAD}/messages/:messageId`;

/** Every route below a thread that a client asks for in the name of a user. */
export const threadRoutes: Route[] = [
  { method: "GET", path: THREAD },
  { method: "PATCH", path: THREAD, body: { name: "Renamed" } },
  { method: "GET", path: `${THREAD}/messages` },
  { method: "GET", path: MESSAGE },
  { method: "POST", path: `${THREAD}/runs`, body: RUN },
  { method: "DELETE", path: `${THREAD}/runs/run_unknown` },
  { method: "POST", path: `${THREAD}/components/:componentId/state`, body: { state: { a: 1 } } },
  { method: "GET", path: `${MESSAGE}/suggestions` },
  { method: "POST", path: `${MESSAGE}/suggestions`, body: { maxSuggestions: 2 } },
  { method: "POST", path: "/threads/:threadId/generate-name" },
  { method: "DELETE", path: THREAD },
];

/** The ones that speak of no thread in particular. */
export const ownRoutes: Route[] = [
  { method: "GET", path: "/v1/threads" },
  { method: "POST", path: "/v1/threads", body: {} },
  { method: "POST", path: "/v1/threads/runs", body: RUN },
];

export const everyRoute = [...ownRoutes, ...threadRoutes];

/** What a client may ask for beside those. */
export const otherPaths = [
  "/oauth/token",
  "/audio/transcribe",
  "/auth/mcp/access-token",
  "/storage/presign",
  "/projects",
];

export type Ids = Record<"threadId" | "messageId" | "componentId", string>;

export const nowhere: Ids = { threadId: "thr_x", messageId: "msg_x", componentId: "comp_x" };

export const fill = (path: string, ids: Ids) =>
  path.replace(/:(\w+)/g, (_, name: keyof Ids) => encodeURIComponent(ids[name]));

export interface Answer {
  route: string;
  status: number;
  response: Response;
}

/** Calls the routes one after the other. */
export async function callAll(
  client: Client,
  routes: Route[],
  ids: Ids = nowhere,
  query = "",
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { method, path, body } of routes) {
    const response = await client.call(method, fill(path, ids) + query, { body });
    // To its end, so that a run is over before the next call.
    await response.clone().text();
    answers.push({ route: `${method} ${path}`, status: response.status, response });
  }
  return answers;
}
