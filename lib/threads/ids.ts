import { randomBytes } from "node:crypto";

type Kind = "thr" | "msg" | "run" | "comp" | "call" | "sug";

/** A new id of 120 random bits. Its prefix is none of those that the client mints for itself. */
export function newId(kind: Kind): string {
  return `${kind}_${randomBytes(15).toString("base64url")}`;
}
