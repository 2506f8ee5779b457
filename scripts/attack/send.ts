import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";

const LIMIT = 10_000; // milliseconds until an answer counts as never given
const SILENCE = 1_000; // milliseconds without a byte after which a raw connection has said all
const LARGEST = 1_000_000; // characters of an answer that are looked at

/** A request as it is written, with nothing put right: no path resolved, no header joined. */
export interface Ask {
  method: string;
  path: string;
  /** Name and value; a name may come twice. */
  headers?: [string, string][];
  body?: string | Buffer;
}

export interface Answer {
  /** CLOSED where the connection ended without an answer, HANGS where none came in time. */
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  milliseconds: number;
}

export const CLOSED = 0;
export const HANGS = -1;

const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 16 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 16 }),
};

export function send(base: string, ask: Ask): Promise<Answer> {
  const { protocol, hostname, port, pathname, host } = new URL(base);
  const isSecure = protocol === "https:";
  const headers = [...(ask.headers ?? [])];
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (!has("host")) headers.push(["host", host]);
  if (ask.body !== undefined && !has("content-length")) {
    headers.push(["content-length", String(Buffer.byteLength(ask.body))]);
  }
  const start = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, answered: IncomingHttpHeaders = {}, text = "") =>
      resolve({ status, headers: answered, text, milliseconds: performance.now() - start });
    const request = (isSecure ? https : http).request({
      agent: isSecure ? agents["https:"] : agents["http:"],
      host: hostname.replace(/^\[|\]$/g, ""),
      port,
      method: ask.method,
      path: pathname.replace(/\/$/, "") + ask.path,
      headers: headers.flat(),
      signal: AbortSignal.timeout(LIMIT),
    });
    request.once("error", (error) => end(error.name === "AbortError" ? HANGS : CLOSED));
    request.once("response", (response) => {
      let text = "";
      const done = () => end(response.statusCode ?? CLOSED, response.headers, text);
      response.setEncoding("utf8").on("data", (more: string) => {
        if (text.length < LARGEST) text += more;
      });
      response.once("end", done).once("error", done);
    });
    request.end(ask.body);
  });
}

/** Writes these bytes to a connection of their own and returns all that comes back. */
export function sendRaw(base: string, bytes: Buffer): Promise<string> {
  const { protocol, hostname, port } = new URL(base);
  const isSecure = protocol === "https:";
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const options = { host, port: Number(port || (isSecure ? 443 : 80)) };
    const socket = isSecure ? tls.connect({ ...options, servername: host }) : net.connect(options);
    let text = "";
    socket.setTimeout(SILENCE, () => socket.destroy());
    socket.on("data", (more) => {
      text += more.toString("latin1");
    });
    socket.once("error", () => {}).once("close", () => resolve(text));
    socket.once(isSecure ? "secureConnect" : "connect", () => socket.write(bytes));
  });
}

export function closeConnections(): void {
  for (const agent of Object.values(agents)) agent.destroy();
}
