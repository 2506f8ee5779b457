import type { About } from "#adapters/contracts.ts";
import { about } from "#adapters/neon/about.mjs";

export const providerAbout = (): About => about;
