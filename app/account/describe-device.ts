/** What a browser calls itself in its line, where others' names stand, too. */
const MARKS = [/Edg|OPR|Firefox|FxiOS/, /Chrome|CriOS/, /Safari/];
const NAMES: Record<string, string> = {
  Edg: "Edge",
  OPR: "Opera",
  FxiOS: "Firefox",
  CriOS: "Chrome",
};
const SYSTEM = /iPhone|iPad|Android|Windows|Macintosh|CrOS|Linux/;

/** What a session's User-Agent says of its device, roughly. */
export function describeDevice(userAgent: string): string {
  const mark = MARKS.flatMap((pattern) => pattern.exec(userAgent)?.[0] ?? [])[0];
  const system = SYSTEM.exec(userAgent)?.[0];
  if (!mark || !system) return "An unknown device";
  return `${NAMES[mark] ?? mark} on ${system}`;
}
