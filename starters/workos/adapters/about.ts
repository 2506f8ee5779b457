import { about } from "#adapters/workos/about.mjs";

/** There is one. */
export type Provider = string;

export const providerAbout = () => about;
