import { appEnv } from "#lib/base/env.ts";
import { providers } from "#lib/base/providers.ts";
import { abouts } from "./abouts.mjs";
import type { About } from "./contracts.ts";

export type Provider = keyof typeof abouts;

for (const [name, about] of Object.entries(abouts)) providers.set(name, about);

/** The provider that AUTH_PROVIDER names: one of these, or `appEnv` refuses it. */
export const activeProvider = () => appEnv().AUTH_PROVIDER as Provider;

export const providerAbout = (): About => abouts[activeProvider()];
