import { test as base, inject } from "vitest";
import { signIn } from "./backend.ts";

const scope = "worker";

/** With the backend of the whole run and its two users, each with a bearer. */
export const test = base
  .extend("backend", { scope }, () => inject("backend"))
  .extend("ada", { scope }, ({ backend }) => signIn(backend, 0))
  .extend("bob", { scope }, ({ backend }) => signIn(backend, 1));

export { expect } from "vitest";
