import { apiRoutes } from "#server/api-routes.ts";

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

/** Calls the API's handlers as the server does, without a network between. Throws for an error. */
export function apiCaller(headers: Record<string, string>) {
  return async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const url = new URL(path, "http://localhost:3000");
    const parts = url.pathname.split("/");
    const isRoute = (names: string[]) =>
      names.length === parts.length &&
      names.every((name, at) => name.startsWith(":") || name === parts[at]);
    const route = Object.keys(apiRoutes).find((one) => isRoute(one.split("/"))) ?? "";
    const handlers = (await apiRoutes[route]?.()) as Record<string, Handler> | undefined;
    const handler = handlers?.[method];
    if (!handler) throw new Error(`there is no ${method} ${path}`);
    const names = route.split("/").map((name, at) => [name.slice(1), parts[at]]);
    const request = new Request(url, { method, headers, body: JSON.stringify(body) });
    const response = await handler(request, { params: Promise.resolve(Object.fromEntries(names)) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text.startsWith("{") ? JSON.parse(text) : {};
  };
}
