import { z } from "zod";
import type { About } from "../contracts.ts";

/** What a variable of the provider is, and where it is found. */
export const textOf = ({ variables }: Pick<About, "variables">, name: string) =>
  variables.find((variable) => variable.name === name)?.text;

/** For `readEnv`: a variable without which the provider cannot be used. */
export const required = (about: Pick<About, "variables">, name: string) =>
  z.string({ error: `is missing: ${textOf(about, name)}` });
