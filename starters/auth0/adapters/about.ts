import { about } from "#adapters/auth0/about.mjs";
import type { About } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;
