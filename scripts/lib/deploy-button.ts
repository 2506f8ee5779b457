import { PROVIDERS } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import type { Shape } from "./select-packages.ts";

/** Where this repository is published; its branch `starters` has what `npm run starter -- --all` writes. */
const REPOSITORY = "https://github.com/your-org/tambo-users";

const DATABASE = "DATABASE_URL";
/** Sets DATABASE_URL. */
const NEON = [
  { type: "integration", protocol: "storage", productSlug: "neon", integrationSlug: "neon" },
];
const SECRET = "APP_SECRET: at least 32 characters, made by openssl rand -base64 32.";

/** Each provider's page has its button on a line that begins so. */
export const BUTTON_LINE = /^\[!\[Deploy with Vercel\].*$/gm;

/**
 * A line of Markdown: the button that makes a project on Vercel with one provider, from this repository
 * or from a starter, and asks for exactly the variables that it needs.
 */
export function deployButton(about: About, shape?: Shape): string {
  const { name, variables, optional = [], needsDatabase } = about;
  const own = Object.keys(variables).filter((it) => !optional.includes(it) && it !== DATABASE);
  const choice = shape === undefined && name !== PROVIDERS[0] ? { AUTH_PROVIDER: name } : {};
  const env = [
    ...Object.keys(choice),
    "APP_SECRET",
    ...(shape === "hosted" ? ["TAMBO_API_KEY"] : []),
    ...own,
  ];
  const isExplained = env.length > 1 ? " The others are explained on the linked page." : "";
  const starter = `${REPOSITORY}/tree/starters/${name}-${shape}`;
  const parameters = {
    "repository-url": shape ? starter : REPOSITORY,
    "project-name": `tambo-${name}`,
    "repository-name": `tambo-${name}`,
    env: env.join(","),
    ...(choice.AUTH_PROVIDER && { envDefaults: JSON.stringify(choice) }),
    envDescription: SECRET + isExplained,
    envLink: shape ? `${starter}#set-up` : `${REPOSITORY}/blob/main/docs/providers/${name}.md`,
    ...((shape !== "hosted" || needsDatabase) && { products: JSON.stringify(NEON) }),
  };
  const query = Object.entries(parameters).map(
    ([key, value]) => `${key}=${encodeURIComponent(value)}`,
  );
  return `[![Deploy with Vercel](https://vercel.com/button)](https://vercel.com/new/clone?${query.join("&")})`;
}
