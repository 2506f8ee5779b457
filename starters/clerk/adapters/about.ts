import { about } from "#adapters/clerk/about.mjs";
import type { About } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;
