import { about } from "#adapters/auth0/about.mjs";

/** There is one. */
export type Provider = string;

export const providerAbout = () => about;
