import { registerHooks } from "node:module";

const DRIZZLE = "/node_modules/drizzle-orm/";

/**
 * For `node --import`: for each file of a package, Node 24 reads all that its package.json exports.
 * For drizzle-orm, whose own has 180 kB, that takes more than a second. Its files name each other by
 * their paths, so nothing has to be read.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isModule = specifier.startsWith(".") && specifier.endsWith(".js");
    if (!isModule || !context.parentURL?.includes(DRIZZLE)) return nextResolve(specifier, context);
    const { href } = new URL(specifier, context.parentURL);
    return { url: href, format: "module", shortCircuit: true };
  },
});
