import { about } from "#adapters/supabase/about.mjs";

/** There is one. */
export type Provider = string;

export const providerAbout = () => about;
