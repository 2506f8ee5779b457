import { HttpError } from "./http-error.ts";

/**
 * The request's body as text, "" for none. Reads no further than the limit, whatever
 * content-length claims. Throws 413 above it and 400 when the body ends too early.
 */
export async function readText(request: Request, maximumBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readChunks(request)) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      const limit = `${maximumBytes / 1024} KB`;
      // The rest is not read, so nothing else can come on this connection (RFC 9112 §9.6).
      const headers = { connection: "close" };
      throw new HttpError(413, "BODY_TOO_LARGE", `body: must be at most ${limit}`, { headers });
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

async function* readChunks({ body }: Request): AsyncGenerator<Uint8Array> {
  if (!body) return;
  try {
    yield* body;
  } catch (cause) {
    // The client left during its upload: no fault of the server, hence no 500 in the log.
    throw new HttpError(400, "BODY_INCOMPLETE", "body: broke off before its end", { cause });
  }
}
