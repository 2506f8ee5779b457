import { about } from "#adapters/authjs/about.mjs";
import type { About } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;
