import { about } from "#adapters/authjs/about.mjs";

/** There is one. */
export type Provider = string;

export const providerAbout = () => about;
