import type { TestProject } from "vitest/node";
import { type Backend, openBackend } from "./backend.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** What every test of the protocol talks to. */
    backend: Backend;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { backend, close } = await openBackend();
  project.provide("backend", backend);
  return close;
}
