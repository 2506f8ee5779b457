/** The facts of a failed request or run. `status` is absent when no answer came. */
export interface Failure {
  status?: number;
  code?: string;
  retryAfterSeconds?: number;
  requestId?: string;
}

/** How long to wait, for those who see it: 24 s, 12 min, 9 h. */
export function writeWait(seconds: number): string {
  if (seconds <= 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** Reads status, code, Retry-After and request id off whatever a request threw. */
export function readFailure(error: unknown): Failure {
  if (typeof error !== "object" || error === null) return {};
  const { status, headers, error: body } = error as Record<string, unknown>;
  if (typeof status !== "number") return {};
  const code = (body as { code?: unknown } | null | undefined)?.code;
  const read = (name: string) => (headers instanceof Headers ? headers.get(name) : null);
  const retryAfter = Number(read("retry-after"));
  return {
    status,
    code: typeof code === "string" ? code : undefined,
    retryAfterSeconds: retryAfter > 0 ? Math.ceil(retryAfter) : undefined,
    requestId: read("x-request-id") ?? undefined,
  };
}
