import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { serveLoopback } from "./mcp-server.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();
/** RFC 3986, as AWS wants it. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const KEY_ID = "store-key";
const SECRET = "store+secret/key";
export const BUCKET = "app-files";

/**
 * A store that keeps objects in memory, and lets in what Amazon S3 would: a request whose query is signed
 * (Signature Version 4), in time, with the signed headers as they were signed.
 */
export async function startS3() {
  const objects = new Map<string, Buffer>();
  let ahead = 0; // milliseconds

  function isSigned({ method = "", headers }: IncomingMessage, url: URL): boolean {
    const { "X-Amz-Signature": signature = "", ...query } = Object.fromEntries(url.searchParams);
    const [id, day = "", region = "", service = "", end] =
      query["X-Amz-Credential"]?.split("/") ?? [];
    const time = query["X-Amz-Date"] ?? "";
    const at = Date.parse(time.replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5"));
    const isInTime = Date.now() + ahead <= at + Number(query["X-Amz-Expires"]) * 1_000;
    const names = query["X-Amz-SignedHeaders"]?.split(";") ?? [];
    const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
    const canonical = [
      method,
      url.pathname,
      pairs.sort().join("&"),
      ...names.map((name) => `${name}:${headers[name] ?? ""}`),
      "",
      names.join(";"),
      "UNSIGNED-PAYLOAD",
    ].join("\n");
    const scope = [day, region, service, end].join("/");
    const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
    const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
      hmac,
      `AWS4${SECRET}`,
    );
    return (
      id === KEY_ID &&
      service === "s3" &&
      time.startsWith(day) &&
      names.includes("host") &&
      isInTime &&
      hmac(key, text).toString("hex") === signature
    );
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const [, bucket, key = ""] = /^\/([^/]+)\/(.*)$/.exec(url.pathname) ?? [];
    const end = (status: number, body: string | Buffer = "") =>
      void response.writeHead(status, { "access-control-allow-origin": "*" }).end(body);
    if (request.method === "OPTIONS") {
      response.setHeader("access-control-allow-headers", "content-type");
      response.setHeader("access-control-allow-methods", "PUT");
      return end(204);
    }
    const body = Buffer.concat(await Array.fromAsync(request));
    if (bucket !== BUCKET || !isSigned(request, url)) return end(403);
    if (request.method === "PUT") objects.set(key, body);
    else if (request.method === "DELETE") objects.delete(key);
    else if (key === "") {
      const prefix = url.searchParams.get("prefix") ?? "";
      const keys = [...objects.keys()].filter((one) => one.startsWith(prefix)).slice(0, 1_000);
      const list = keys.map((one) => `<Contents><Key>${one}</Key></Contents>`).join("");
      return end(200, `<ListBucketResult>${list}</ListBucketResult>`);
    } else return end(objects.has(key) ? 200 : 404, objects.get(key));
    end(request.method === "DELETE" ? 204 : 200);
  }

  const server = await serveLoopback(answer);
  const endpoint = new URL(server.url).origin;
  return {
    ...server,
    objects,
    answer,
    settings: {
      S3_ENDPOINT: endpoint,
      S3_REGION: "auto",
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: KEY_ID,
      S3_SECRET_ACCESS_KEY: SECRET,
    },
    /** Lets time pass there. */
    forward(milliseconds: number) {
      ahead += milliseconds;
    },
  };
}
