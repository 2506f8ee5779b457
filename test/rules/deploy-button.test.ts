import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { BUTTON_LINE, deployButton } from "#scripts/lib/deploy-button.ts";
import { readStarterAbout } from "#scripts/lib/starter-overlays.ts";
import { describeStarter } from "#scripts/lib/starter-texts.ts";
import { SHAPES } from "#scripts/lib/write-starter.ts";

const PAGES = "docs/providers";
const pages = existsSync(PAGES) ? readdirSync(PAGES).filter((name) => name.endsWith(".md")) : [];
const all = Object.values<About>(abouts);

const GOOGLE = ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"];
/** What each asks for besides APP_SECRET. */
const ASKED: Record<string, string[]> = {
  "better-auth": [],
  authjs: GOOGLE,
  auth0: ["AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_CLIENT_SECRET", "AUTH0_AUDIENCE"],
  clerk: ["CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"],
  neon: GOOGLE,
  supabase: ["SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY"],
  workos: ["WORKOS_CLIENT_ID", "WORKOS_API_KEY", "WORKOS_COOKIE_PASSWORD"],
};

/** The link of a button, as a browser reads it. */
function readLink(button: string) {
  const { origin, pathname, searchParams } = new URL(
    /\]\((https:[^()\s]+)\)$/.exec(button)?.[1] ?? "",
  );
  return { page: `${origin}${pathname}`, ...Object.fromEntries(searchParams) } as Record<
    string,
    string | undefined
  >;
}

describe.each(all)("the button of $label", (about) => {
  const asked = ASKED[about.name] ?? ["not listed above"];

  test("asks for what the app needs with it, and has Neon's integration make the database", () => {
    const link = readLink(deployButton(about));
    expect(link.page).toBe("https://vercel.com/new/clone");
    const isDefault = about.name === Object.keys(abouts)[0];
    const choice = isDefault ? [] : ["AUTH_PROVIDER"];
    expect(link.env?.split(",")).toEqual([...choice, "APP_SECRET", ...asked]);
    expect(link.envDefaults && JSON.parse(link.envDefaults)).toEqual(
      isDefault ? undefined : { AUTH_PROVIDER: about.name },
    );
    expect(link.envDescription).toContain("APP_SECRET: at least 32 characters");
    expect(link.envLink).toBe(
      `${link["repository-url"]}/blob/main/docs/providers/${about.name}.md`,
    );
    expect(JSON.parse(link.products ?? "")).toMatchObject([{ integrationSlug: "neon" }]);
  });

  test.each(SHAPES)("is in the README of its %s starter", async (shape) => {
    const own = await readStarterAbout(about, shape);
    const button = deployButton(own, shape);
    expect(describeStarter(own, shape).match(BUTTON_LINE)).toEqual([button]);
    const link = readLink(button);
    expect(link["repository-url"]).toMatch(new RegExp(`/tree/starters/${about.name}-${shape}$`));
    const tambo = shape === "hosted" ? ["TAMBO_API_KEY"] : [];
    expect(link.env?.split(",")).toEqual(["APP_SECRET", ...tambo, ...asked]);
    expect(link.products === undefined).toBe(shape === "hosted" && !about.needsDatabase);
    expect(link.envDefaults).toBeUndefined();
  });
});

test("each provider's page has its button, and no other", () => {
  for (const page of pages) {
    const about = all.find(({ name }) => `${name}.md` === page);
    const buttons = readFileSync(join(PAGES, page), "utf8").match(BUTTON_LINE);
    expect([page, buttons]).toEqual([page, about && [deployButton(about)]]);
  }
});
