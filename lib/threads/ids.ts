import { randomBytes } from "node:crypto";

type Kind = "thr" | "msg" | "run" | "comp" | "call" | "sug" | "notice" | "use";

/** A new id of 120 random bits. The client makes ids of its own with other prefixes. */
export function newId(kind: Kind): string {
  return `${kind}_${randomBytes(15).toString("base64url")}`;
}
