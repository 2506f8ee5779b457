import type { About } from "#adapters/contracts.ts";
import { about } from "#adapters/workos/about.mjs";

export const providerAbout = (): About => about;
