import { noteKeyUse } from "#lib/api-keys.ts";
import { findProjectByKey, type KeyedProject } from "#lib/projects.ts";

/** The project that x-api-key names, or what is wrong with that header, in words. */
export async function readClientKey(request: Request): Promise<KeyedProject | string> {
  const apiKey = request.headers.get("x-api-key");
  if (!apiKey) return "x-api-key is missing";
  const project = await findProjectByKey(apiKey);
  if (!project) return "x-api-key is not an API key of this app";
  // A browser always says where a request to another origin, or one that changes something, comes from.
  if (project.keyKind === "secret" && request.headers.has("origin")) {
    return "x-api-key is a secret key, which no page may hold: revoke it and use the publishable one";
  }
  noteKeyUse(project.keyId);
  return project;
}
