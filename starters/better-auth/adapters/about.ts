import { about } from "#adapters/better-auth/about.mjs";
import type { About } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;
