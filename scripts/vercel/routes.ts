/** The part of the Build Output API's routes that a build of this app uses. */
export interface Route {
  handle?: Phase;
  src?: string;
  dest?: string;
  headers?: Record<string, string>;
  status?: number;
  methods?: string[];
  has?: Condition[];
  missing?: Condition[];
  continue?: boolean;
  check?: boolean;
  override?: boolean;
  caseSensitive?: boolean;
  middlewarePath?: string;
}

interface Condition {
  type: "header" | "cookie" | "query" | "host";
  key?: string;
  value?: string;
}

type Phase = "none" | "filesystem" | "rewrite" | "resource" | "miss" | "hit" | "error";
const NEXT: Partial<Record<Phase, Phase>> = {
  none: "filesystem",
  filesystem: "rewrite",
  rewrite: "resource",
  resource: "miss",
};

export interface RoutedRequest {
  method: string;
  url: URL;
  headers: Headers;
}

export interface Routed {
  /** Of the output that answers; undefined if nothing does. */
  path?: string;
  query: URLSearchParams;
  /** What the function is sent, and what its answer gets. */
  requestHeaders: Headers;
  headers: Headers;
  status?: number;
  /** The middleware's own. */
  answer?: Response;
}

interface Routing {
  routes: Route[];
  exists(path: string): boolean;
  runMiddleware(path: string, request: RoutedRequest): Promise<Response>;
}

const isRedirect = (status = 200) => status >= 300 && status < 400;

/** Finds what answers a request, as the platform's proxy does. */
export async function route(routing: Routing, request: RoutedRequest): Promise<Routed> {
  const phases = Object.groupBy(listByPhase(routing.routes), ([phase]) => phase);
  const { method, url } = request;
  const routed: Routed = {
    path: url.pathname,
    query: new URLSearchParams(url.search),
    requestHeaders: new Headers(request.headers),
    headers: new Headers(),
  };
  const isThere = () => routing.exists(routed.path ?? "");

  async function runMiddleware(path: string): Promise<boolean> {
    const response = await routing.runMiddleware(path, request);
    for (const [name, value] of response.headers) {
      if (name.startsWith("x-middleware-request-")) {
        routed.requestHeaders.set(name.slice("x-middleware-request-".length), value);
      } else if (name === "set-cookie") routed.headers.append(name, value);
      else if (!name.startsWith("x-middleware-")) routed.headers.set(name, value);
    }
    const kept = response.headers.get("x-middleware-override-headers")?.split(",");
    for (const name of kept ? [...routed.requestHeaders.keys()] : []) {
      if (!kept?.includes(name)) routed.requestHeaders.delete(name);
    }
    const rewritten = response.headers.get("x-middleware-rewrite");
    if (rewritten) routed.path = new URL(rewritten, url).pathname;
    if (!rewritten && !response.headers.has("x-middleware-next")) routed.answer = response;
    return routed.answer !== undefined;
  }

  /** Whether it was the last one of its phase. */
  async function apply(one: Route): Promise<boolean | Phase> {
    const values = matchRoute(one, method, url, routed);
    if (!values) return false;
    const fill = (text: string) => text.replace(/\$(\w+)/g, (_, name) => values[name] ?? "");
    if (one.override) routed.status = undefined;
    if (one.middlewarePath && (await runMiddleware(one.middlewarePath))) return true;
    for (const [name, value] of Object.entries(one.headers ?? {})) {
      routed.headers.set(name, fill(value));
    }
    routed.status = one.status ?? routed.status;
    if (isRedirect(one.status)) return true;
    const before = routed.path;
    if (one.dest) {
      const to = new URL(fill(one.dest), url);
      routed.path = to.pathname;
      for (const [name, value] of to.searchParams) routed.query.set(name, value);
    }
    if (one.check && routed.path !== before) return isThere() ? "hit" : "filesystem";
    return !one.continue;
  }

  async function enter(phase: Phase): Promise<void> {
    let isLast = false;
    for (const [, one] of phases[phase] ?? []) {
      if (phase === "error" && one.status !== routed.status) continue;
      const result = await apply(one);
      if (typeof result === "string") return enter(result);
      isLast = result;
      if (isLast) break;
    }
    if (routed.answer || phase === "hit" || phase === "error" || isRedirect(routed.status)) return;
    if (isThere()) return enter("hit");
    const next = NEXT[phase];
    if (next) return enter(isLast ? "miss" : next);
    routed.status = 404;
    return enter("error");
  }

  await enter("none");
  if (!isThere() || isRedirect(routed.status)) routed.path = undefined;
  return routed;
}

/** Each route with the phase that the `handle` before it begins. */
function listByPhase(routes: Route[]): [Phase, Route][] {
  let phase: Phase = "none";
  return routes.flatMap((one): [Phase, Route][] => {
    if (!one.handle) return [[phase, one]];
    phase = one.handle;
    return [];
  });
}

/** What the groups of its pattern matched; undefined if the route is not for this request. */
function matchRoute(
  { src, methods, has = [], missing = [], caseSensitive }: Route,
  method: string,
  url: URL,
  routed: Routed,
): Record<string, string | undefined> | undefined {
  if (methods && !methods.includes(method)) return undefined;
  const isMet = (condition: Condition) => meets(condition, url, routed.requestHeaders);
  if (!has.every(isMet) || missing.some(isMet)) return undefined;
  // Each is for the whole path, whether or not it says so.
  const whole = `^(?:${src?.replace(/^\^|\$$/g, "")})$`;
  const match = new RegExp(whole, caseSensitive ? "" : "i").exec(routed.path ?? "");
  return match ? { ...Object.fromEntries(match.entries()), ...match.groups } : undefined;
}

function meets({ type, key = "", value }: Condition, url: URL, headers: Headers): boolean {
  const cookie = new RegExp(`(?:^|; )${RegExp.escape(key)}=([^;]*)`).exec(
    headers.get("cookie") ?? "",
  );
  const found = {
    header: headers.get(key),
    cookie: cookie?.[1] ?? null,
    query: url.searchParams.get(key),
    host: url.host,
  }[type];
  if (found === null) return false;
  return value === undefined || new RegExp(`^(?:${value})$`).test(found);
}
