/**
 * Returns the one value of this name in the process, made on first use. A promise that rejects is
 * dropped, so the next caller tries again. Next's proxy and its routes each load a module anew, so a
 * module's variable exists several times.
 */
export function processWide<T>(name: string, make: () => T): T {
  const box = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  const key = Symbol.for(`tambo-users.${name}`);
  const existing = box[key];
  if (existing) return existing.value;
  const entry = { value: make() };
  box[key] = entry;
  if (entry.value instanceof Promise) {
    entry.value.catch(() => {
      if (box[key] === entry) box[key] = undefined;
    });
  }
  return entry.value;
}

/** Logs a failure: what failed, and the error's name and stack frames. A message may quote a user's words. */
export function logError(what: string, error: unknown): void {
  const lines = [`${what}: ${nameError(error)}`];
  if (error instanceof Error) {
    const { message, stack = "", cause } = error;
    const behind = stack.slice(stack.indexOf(message) + message.length);
    lines.push(...(behind.match(/^ +at \S.*:\d+\)?$/gm) ?? []));
    if (cause) lines.push(`caused by ${nameError(cause)}`);
  }
  console.error(lines.join("\n"));
}

/** An error in one line: its name, and its code or HTTP status if it has one. */
export function nameError(error: unknown): string {
  if (!(error instanceof Error)) return `thrown ${typeof error}`;
  const { name, code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  return [name, code, statusCode]
    .filter((part) => /^[\w.:-]{1,60}$/.test(`${part ?? ""}`))
    .join(" ");
}

const ONE_MINUTE = 60_000; // milliseconds

/** Writes a line to the log unless the same was written within a minute. Never with a token in it. */
export function sayOncePerMinute(text: string): void {
  const said = processWide("said", () => new Map<string, number>());
  const now = Date.now();
  for (const [line, time] of said) if (now - time >= ONE_MINUTE) said.delete(line);
  // A provider's reason may come from an address that anybody can write: nothing in it may command a terminal.
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
  if (said.has(line)) return;
  said.set(line, now);
  console.warn(line);
}
