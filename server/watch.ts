import { isHttpError } from "#lib/base/http/http-error.ts";
import { count, metrics, noteFirstEvent } from "#lib/base/metrics.ts";
import type { observability } from "#lib/base/observability.ts";
import { exchangeChannel } from "#lib/identity/exchange-token.ts";
import { runChannel } from "#lib/runs/stream-run.ts";

/** Begins to watch what the settings ask for. Called once per process. */
export async function watch(settings: ReturnType<typeof observability>): Promise<void> {
  if (settings.METRICS_TOKEN) countOutcomes();
  // Loaded only then.
  if (settings.OTEL_EXPORTER_OTLP_ENDPOINT) (await import("./tracing.ts")).sendSpans(settings);
}

function countOutcomes(): void {
  const { exchanges, runs } = metrics();
  exchangeChannel.asyncEnd.subscribe((ended) => {
    const { error } = ended as { error?: unknown };
    count(exchanges, error === undefined ? "ok" : findCode(error));
  });
  runChannel.start.subscribe(() => {
    metrics().running += 1;
  });
  runChannel.asyncEnd.subscribe((ended) => {
    const { outcome, firstEvent } = ended as { outcome: string; firstEvent?: number };
    metrics().running -= 1;
    count(runs, outcome);
    if (firstEvent !== undefined) noteFirstEvent(firstEvent / 1_000);
  });
}

/** As RFC 6749 writes codes. What is no answer to the client is the server's own failure. */
const findCode = (error: unknown) =>
  isHttpError(error) ? error.code.toLowerCase() : "server_error";
