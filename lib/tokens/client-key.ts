import { noteKeyUse } from "#lib/api-keys.ts";
import { findProjectByKey, isKeyCached, type KeyedProject } from "#lib/projects.ts";
import { limitGuesses } from "./guess-limit.ts";

/** The project that x-api-key names; undefined where there is none. Throws HttpError 429 where keys are guessed. */
export async function findClientProject(request: Request): Promise<KeyedProject | undefined> {
  const apiKey = request.headers.get("x-api-key");
  if (!apiKey) return undefined;
  const find = () => findProjectByKey(apiKey);
  return isKeyCached(apiKey) ? find() : limitGuesses(request, find);
}

/** The project that x-api-key names, or what is wrong with that header, in words. Throws HttpError 429, too. */
export async function readClientKey(request: Request): Promise<KeyedProject | string> {
  if (!request.headers.get("x-api-key")) return "x-api-key is missing";
  const project = await findClientProject(request);
  if (!project) return "x-api-key is not an API key of this app";
  // A browser always says where a request to another origin, or one that changes something, comes from.
  if (project.keyKind === "secret" && request.headers.has("origin")) {
    return "x-api-key is a secret key, which no page may hold: revoke it and use the publishable one";
  }
  noteKeyUse(project.keyId);
  return project;
}
