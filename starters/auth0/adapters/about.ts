import { about } from "#adapters/auth0/about.ts";

export const providerAbout = () => about;
