// Starts one built function as the platform's launcher does, in its own folder. Plain Node: nothing of
// the project is here.
import { accessSync, constants } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable } from "node:stream";

const [file = "", kind] = process.argv.slice(2);

/** What must not be possible there must not be possible here. @param {string} path */
function canWrite(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
for (const path of [process.cwd(), join(process.cwd(), ".next"), file]) {
  if (canWrite(path)) throw new Error(`${path} can be written`);
}

/** The platform keeps an instance until these have settled. */
const context = {
  waitUntil: (/** @type {Promise<unknown>} */ promise) => {
    process.send?.({ waits: 1 });
    Promise.resolve(promise).catch(() => {});
  },
};
Object.assign(globalThis, { [Symbol.for("@vercel/request-context")]: { get: () => context } });

const handler = await createRequire(file)(file);

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function answerByWebApi(request, response) {
  const headers = new Headers();
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? "");
  }
  const { method = "GET" } = request;
  const hasBody = !["GET", "HEAD"].includes(method);
  const body = hasBody ? /** @type {ReadableStream} */ (Readable.toWeb(request)) : undefined;
  const url = `https://${request.headers.host}${request.url}`;
  const answer = await handler(new Request(url, { method, headers, body, duplex: "half" }));
  const cookies = answer.headers.getSetCookie();
  answer.headers.delete("set-cookie");
  response.writeHead(answer.status, [
    ...[...answer.headers].flat(),
    ...cookies.flatMap((/** @type {string} */ cookie) => ["set-cookie", cookie]),
  ]);
  response.end(Buffer.from(await answer.arrayBuffer()));
}

const server = createServer(kind === "web" ? answerByWebApi : handler);
server.listen(0, "127.0.0.1", () => process.send?.({ port: server.address()?.port }));
process.on("disconnect", () => process.exit());
