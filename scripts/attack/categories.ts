import { assignment, leaks } from "./bodies.ts";
import { exchange } from "./exchange.ts";
import { isolation } from "./isolation.ts";
import { decompression, limits } from "./load.ts";
import { origins } from "./origins.ts";
import { caching, paths } from "./paths.ts";
import { pollution } from "./pollution.ts";
import { smuggling } from "./smuggling.ts";
import type { Category } from "./suite.ts";
import { accessTokens, subjectTokens } from "./tokens.ts";
import { work } from "./work.ts";

export const categories: Category[] = [
  exchange,
  subjectTokens,
  accessTokens,
  isolation,
  assignment,
  pollution,
  paths,
  origins,
  caching,
  limits,
  decompression,
  work,
  leaks,
  smuggling,
];
