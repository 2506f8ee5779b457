import { about } from "#adapters/authjs/about.ts";

export const providerAbout = () => about;
