import { createHash, timingSafeEqual } from "node:crypto";
import { openDatabase } from "#drizzle/client.ts";
import { hasDatabase } from "#lib/base/env.ts";
import { handle } from "#lib/base/http/handle.ts";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { writeMetrics } from "#lib/base/metrics.ts";
import { observability } from "#lib/base/observability.ts";
import { otherMethods } from "#lib/identity/handle-api.ts";

/** The numbers of this process, for whoever has METRICS_TOKEN. Nothing is here without one. */
export const GET = handle(async ({ headers }) => {
  const { METRICS_TOKEN } = observability();
  if (!METRICS_TOKEN) throw nothingHere();
  const [, token = ""] = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  // Digests have one length, so the time tells nothing of the token.
  if (!timingSafeEqual(digest(token), digest(METRICS_TOKEN))) {
    const message = "This needs METRICS_TOKEN as its bearer token";
    throw new HttpError(401, "INVALID_TOKEN", message, {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  return new Response(writeMetrics(await countConnections()), {
    headers: {
      "cache-control": "no-store",
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
    },
  });
});

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Undefined while there is no database. */
async function countConnections(): Promise<Record<string, number> | undefined> {
  if (!hasDatabase()) return undefined;
  const database = await openDatabase().catch(() => undefined);
  return database?.countConnections?.();
}
