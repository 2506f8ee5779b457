import { about } from "#adapters/clerk/about.mjs";

/** There is one. */
export type Provider = string;

export const providerAbout = () => about;
