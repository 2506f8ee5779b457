import type { ZodError, ZodType } from "zod";

/** What a component's final props are: usable, cut short, or wrong for a stated reason. */
export type Verdict = { kind: "complete" | "incomplete" } | { kind: "broken"; reason: string };

type Issue = ZodError["issues"][number];

function valueAt(props: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    props,
  );
}

function isCutShort(issue: Issue, props: unknown): boolean {
  const value = valueAt(props, issue.path);
  if (value === undefined) return true;
  return (
    issue.code === "invalid_value" &&
    typeof value === "string" &&
    issue.values.some((allowed) => String(allowed).startsWith(value))
  );
}

function describePath(path: PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key + 1}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/**
 * Checks props that have stopped arriving. A stored answer does not say that it was cut off, so
 * props in which values are only missing count as incomplete and wrong ones as broken.
 */
export function judgeProps(schema: ZodType, props: unknown): Verdict {
  const result = schema.safeParse(props);
  if (result.success) return { kind: "complete" };
  const wrong = result.error.issues.find((issue) => !isCutShort(issue, props));
  if (!wrong) return { kind: "incomplete" };
  return { kind: "broken", reason: `${describePath(wrong.path) || "props"}: ${wrong.message}` };
}
