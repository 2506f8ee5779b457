import { about } from "#adapters/supabase/about.ts";

export const providerAbout = () => about;
