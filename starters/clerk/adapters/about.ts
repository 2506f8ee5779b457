import { about } from "#adapters/clerk/about.ts";

export const providerAbout = () => about;
