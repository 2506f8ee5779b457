import { about } from "#adapters/workos/about.ts";

export const providerAbout = () => about;
