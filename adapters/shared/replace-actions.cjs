const { join, relative } = require("node:path");

/**
 * A loader for the build: in place of an SDK's server actions, which would be in every build for
 * anybody to call with any provider, it reads the file that the option `by` names, from the root.
 */
module.exports = function replaceActions() {
  const file = join(__dirname, "../..", this.getOptions().by);
  return `export * from ${JSON.stringify(relative(this.context, file))};`;
};
