import type { About } from "#adapters/contracts.ts";
import { about } from "#adapters/supabase/about.mjs";

export const providerAbout = (): About => about;
