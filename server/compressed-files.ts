import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, sep } from "node:path";

const TYPES: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};

/**
 * Returns what has Next answer with the compressed twin of a script or style, which the build has put beside
 * it, whoever takes that. Everything else about the answer is Next's.
 */
export function createTwinChooser(
  folder: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const twins = new Set(
    names
      .filter((name) => name.endsWith(".br"))
      .map((name) => `/_next/static/${name.slice(0, -".br".length).split(sep).join("/")}`),
  );
  return (request, response) => {
    const { url = "", method = "", headers } = request;
    if (!twins.has(url) || !["GET", "HEAD"].includes(method)) return;
    if (!takesBrotli(String(headers["accept-encoding"]))) return;
    request.url = `${url}.br`;
    response.setHeader("content-encoding", "br");
    response.setHeader("content-type", TYPES[extname(url)] ?? "");
  };
}

const takesBrotli = (accepted: string) =>
  accepted.split(",").some((one) => /^\s*br\s*(;(?!\s*q=0(\.0*)?\s*$).*)?$/.test(one));
