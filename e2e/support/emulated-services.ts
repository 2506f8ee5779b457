import { toEmulated } from "../emulators/social.ts";

/**
 * For `node --import`, in servers that tests start: what is at an address of Google, GitHub, Microsoft or Apple
 * is asked of their emulator at EMULATED_SERVICES, since a library knows them by these addresses alone.
 */
const { fetch } = globalThis;
const origin = `${process.env.EMULATED_SERVICES}`;

globalThis.fetch = (input, init) =>
  fetch(input instanceof Request ? input : toEmulated(`${input}`, origin), init);
