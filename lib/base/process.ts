/**
 * Returns the one value of this name in the process, made on first use. A promise that rejects is
 * dropped, so the next caller tries again.
 *
 * Next's proxy bundle, its route bundle and plain Node each load a module anew, so a module's variable
 * exists several times. Two database handles on one directory, for example, would lose data.
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

const ONE_MINUTE = 60_000; // milliseconds

/**
 * Acts for a key at most once per interval in this process, and returns what the act does. Returns
 * undefined if it acted for this key within the interval already.
 */
export function throttle<T>(
  name: string,
  key: string,
  act: () => T,
  interval = ONE_MINUTE,
): T | undefined {
  const times = processWide(`throttle ${name}`, () => new Map<string, number>());
  const now = Date.now();
  for (const [oldest, time] of times) {
    // Absolute, so that a clock that was set back keeps none forever.
    if (Math.abs(now - time) < interval) break;
    times.delete(oldest);
  }
  if (times.has(key)) return undefined;
  times.set(key, now);
  return act();
}

/** Errors wrap errors; a cycle or a long chain must not fill the log. */
const MAX_CAUSES = 4;

/**
 * Logs a failure: what failed, and the name, code and stack frames of the error and its causes. It
 * leaves out messages, because a database error quotes the query's parameters: a user's words.
 */
export function logError(what: string, error: unknown): void {
  console.error(`${what}: ${describe(error, MAX_CAUSES).join("\n")}`);
}

/** Writes a line to the log unless the same was written within a minute. Never with a token in it. */
export function sayOncePerMinute(text: string): void {
  // A provider's reason may come from an address that anybody can write.
  const line = toPlainLine(text);
  throttle("said", line, () => console.warn(line));
}

/** A text of others' words as one line that holds nothing a terminal obeys. */
export function toPlainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}

/** An error in one line: its name, and its code (a database's SQLSTATE) or HTTP status if it has one. */
export function nameError(error: unknown): string {
  if (!(error instanceof Error)) return `thrown ${typeof error}`;
  const { name, code, statusCode } = error as {
    name: string;
    code?: unknown;
    statusCode?: unknown;
  };
  return [name, code, statusCode].filter(isWord).join(" ");
}

function describe(error: unknown, depth: number): string[] {
  const lines = [nameError(error), ...listFrames(error)];
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause === undefined || depth === 0) return lines;
  const [first, ...rest] = describe(cause, depth - 1);
  return [...lines, `caused by ${first}`, ...rest];
}

/** A name, code or status is one word; anything longer could be text of a user. */
function isWord(value: unknown): boolean {
  return /^[\w.:-]{1,60}$/.test(String(value ?? ""));
}

/** The stack without its head, which is the message and may have lines that look like frames. */
function listFrames(error: unknown): string[] {
  if (!(error instanceof Error) || !error.stack) return [];
  const { message, stack } = error;
  const head = stack.indexOf(message);
  if (head < 0) return [];
  return stack
    .slice(head + message.length)
    .split("\n")
    .filter((line) => /^\s+at \S.*:\d+\)?$/.test(line));
}
