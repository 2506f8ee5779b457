import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { About } from "#adapters/contracts.ts";
import { root } from "./root.mjs";
import type { Shape } from "./select-packages.ts";

const exists = (path: string) => existsSync(join(root, path));

/** The folders whose files stand in a starter in place of ours; the first wins. */
export function listOverlays({ name, packages, hostedBy }: About, shape: Shape): string[] {
  // What providers with the same SDK have in common is in a folder of its name.
  const own = [name, ...packages].map((it) => `${it}-${shape}`).concat(name);
  const hasPages = own.some((it) => exists(`starters/${it}/app/sign-in/page.tsx`));
  const signIn = hostedBy ? "link" : `form-${shape}`;
  const all = new Set([...own, ...(hasPages ? [] : [signIn]), shape, "both"]);
  return [...all].map((it) => `starters/${it}`).filter(exists);
}

/** What is known of a provider in a starter: where an overlay has its `about.mjs`, that is all it reads. */
export async function readStarterAbout(about: About, shape: Shape): Promise<About> {
  const path = `adapters/${about.name}/about.mjs`;
  const overlay = listOverlays(about, shape).find((it) => exists(`${it}/${path}`)) ?? "";
  return (await import(pathToFileURL(join(root, overlay, path)).href)).about;
}
