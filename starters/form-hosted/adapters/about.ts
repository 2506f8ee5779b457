// To be checked and linted with. In a starter the provider's own file stands here.
export { providerAbout } from "#adapters/about.ts";
export { proxyAdapter } from "#adapters/proxy.ts";
export { sessionAdapter } from "#adapters/session.ts";
export { providerTrust } from "#adapters/trust.ts";
