import { expect, type Page } from "@playwright/test";
import { readClaimLink } from "../support/settings.ts";
import type { Stage } from "./stage.ts";

/** Whoever is signed in becomes the admin, makes a key and revokes it: by server actions of ours. */
export async function changeSettings({ server }: Stage, tab: Page): Promise<void> {
  await tab.goto(await readClaimLink(server));
  await expect(tab.getByRole("heading", { name: /^You are now the admin/ })).toBeVisible();
  await tab.goto(`${server.url}/settings/api-keys`);
  await tab.getByLabel("Name of a new secret key").fill("journey");
  await tab.getByRole("button", { name: "Create secret key" }).click();
  await expect(tab.getByText("journey is created")).toBeVisible();
  await tab.reload();
  const row = tab.getByRole("row", { name: /journey/ });
  await row.getByRole("button", { name: "Revoke… journey" }).click();
  await tab.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(tab.getByText("Key revoked")).toBeVisible();
  await expect(row).toHaveCount(0);
}
