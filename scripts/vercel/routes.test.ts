import { expect, test } from "vitest";
import { type Route, route } from "./routes.ts";

/** As `vercel build` writes them, in their order. */
const ROUTES: Route[] = [
  { src: "^(?:/(.+))/$", headers: { Location: "/$1" }, status: 308, continue: true },
  { src: "^(?:/(.*))?$", headers: { "x-frame-options": "DENY" }, continue: true },
  { src: "/404/?", status: 404, continue: true },
  { src: "^/((?!v1/).*)$", middlewarePath: "/_middleware", continue: true, override: true },
  {
    src: "^/((?!.+\\.rsc).+?)(?:/)?$",
    has: [{ type: "header", key: "rsc", value: "1" }],
    dest: "/$1.rsc",
    headers: { vary: "rsc" },
    continue: true,
    override: true,
  },
  { handle: "filesystem" },
  { src: "^/auth/mcp(?:/(.*))?$", dest: "/nothing-here?path=$1", check: true },
  { handle: "resource" },
  { src: "^/(oauth|v1)(?:/(.*))?$", dest: "/nothing-here?area=$1&path=$2", check: true },
  { src: "/.*", status: 404 },
  { handle: "miss" },
  { src: "/_next/static/.+", status: 404, check: true, dest: "/_next/static/not-found.txt" },
  { handle: "rewrite" },
  {
    src: "^/auth/(?<nxtPpath>.+?)(?:/)?$",
    dest: "/auth/[...path]?nxtPpath=$nxtPpath",
    check: true,
    override: true,
  },
  {
    src: "^/v1/threads/(?<nxtPthreadId>[^/]+?)(?:/)?$",
    dest: "/v1/threads/[threadId]?nxtPthreadId=$nxtPthreadId",
    check: true,
    override: true,
  },
  { handle: "hit" },
  { src: "/((?!index$).*?)(?:/)?", headers: { "x-matched-path": "/$1" }, continue: true },
  { handle: "error" },
  { src: "/.*", dest: "/_not-found", status: 404 },
  { src: "/.*", dest: "/500", status: 500 },
];
const OUTPUTS = [
  "/",
  "/settings",
  "/settings.rsc",
  "/v1/threads",
  "/v1/threads/[threadId]",
  "/auth/[...path]",
  "/auth/mcp/access-token",
  "/nothing-here",
  "/_not-found",
  "/_next/static/a.js",
  "/_next/static/not-found.txt",
];

const next = () =>
  new Response(null, {
    headers: {
      "x-middleware-next": "1",
      "x-middleware-override-headers": "accept,x-nonce",
      "x-middleware-request-accept": "text/html",
      "x-middleware-request-x-nonce": "n",
      "content-security-policy": "default-src 'none'",
      "set-cookie": "renewed=1",
    },
  });

function ask(target: string, headers = {}, middleware = next) {
  const url = new URL(target, "https://chat.example");
  const exists = (path: string) => OUTPUTS.includes(path);
  const request = { method: "GET", url, headers: new Headers(headers) };
  return route({ routes: ROUTES, exists, runMiddleware: async () => middleware() }, request);
}

test.each([
  ["/", "/", ""],
  ["/settings?done=1", "/settings", "done=1"],
  ["/v1/threads", "/v1/threads", ""],
  ["/v1/threads/thr_1?limit=2", "/v1/threads/[threadId]", "limit=2&nxtPthreadId=thr_1"],
  ["/v1/404", "/nothing-here", "area=v1&path=404"],
  ["/auth/sign-in/email", "/auth/[...path]", "nxtPpath=sign-in%2Femail"],
  ["/auth/mcp/access-token", "/auth/mcp/access-token", ""],
  ["/auth/mcp/nothing", "/nothing-here", "path=nothing"],
  ["/_next/static/a.js", "/_next/static/a.js", ""],
])("%s is answered by %s with %s", async (target, path, query) => {
  const routed = await ask(target);
  expect([routed.path, routed.query.toString(), routed.status]).toEqual([path, query, undefined]);
});

test("what nothing answers is 404: a page for people, a text for scripts", async () => {
  expect(await ask("/nowhere")).toMatchObject({ path: "/_not-found", status: 404 });
  expect(await ask("/_next/static/b.js")).toMatchObject({
    path: "/_next/static/not-found.txt",
    status: 404,
  });
});

test("a slash at the end is redirected", async () => {
  const routed = await ask("/settings/");
  expect(routed).toMatchObject({ path: undefined, status: 308 });
  expect(routed.headers.get("location")).toBe("/settings");
});

test("the middleware changes what the function is sent, and adds to its answer", async () => {
  const { requestHeaders, headers } = await ask("/settings", { accept: "*/*", cookie: "old=1" });
  expect(Object.fromEntries(requestHeaders)).toEqual({ accept: "text/html", "x-nonce": "n" });
  expect(headers.get("set-cookie")).toBe("renewed=1");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'");
  expect(headers.get("x-frame-options")).toBe("DENY");
  const api = await ask("/v1/threads", { cookie: "old=1" });
  expect(api.requestHeaders.get("cookie")).toBe("old=1");
});

test("its own answer is the answer", async () => {
  const refused = () => new Response("no", { status: 403 });
  expect((await ask("/settings", {}, refused)).answer?.status).toBe(403);
});

test("a part of a page is another output", async () => {
  const header = () => new Response(null, { headers: { "x-middleware-next": "1" } });
  expect((await ask("/settings", { rsc: "1" }, header)).path).toBe("/settings.rsc");
});
