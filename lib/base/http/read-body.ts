import { HttpError, isHttpError } from "./http-error.ts";

/**
 * The request's body as text, "" for none. Reads no further than the limit. Throws 413 above it and
 * 400 when the body ends too early.
 */
export async function readText(request: Request, maximumBytes: number): Promise<string> {
  // HTTP ends a body where its declared length does (RFC 9112 §6.3).
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  try {
    // Reading it as a stream takes several times as long.
    if (declared <= maximumBytes) return await request.text();
    return await readStream(request, maximumBytes);
  } catch (cause) {
    if (isHttpError(cause)) throw cause;
    // The client left during its upload: no fault of the server, hence no 500 in the log.
    throw new HttpError(400, "BODY_INCOMPLETE", "body: broke off before its end", { cause });
  }
}

async function readStream({ body }: Request, maximumBytes: number): Promise<string> {
  if (!body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Cancelling the stream would close the connection before the answer arrives.
  for await (const chunk of body.values({ preventCancel: true })) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      const limit = `${maximumBytes / 1024} KB`;
      throw new HttpError(413, "BODY_TOO_LARGE", `body: must be at most ${limit}`);
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
