import { isEnvError } from "#lib/base/env.ts";

export interface Finding {
  /** What was looked at, or what is wrong with it. docs/doctor.md has them all. */
  code: string;
  /** A problem keeps the app from starting, or people from signing in. */
  level: "fine" | "warning" | "problem";
  text: string;
  /** What mends it, where the text does not say so. */
  remedy?: string;
  /** What is to be pasted elsewhere. */
  copy?: string[];
}

const at =
  (level: Finding["level"]) =>
  (code: string, text: string, remedy?: string): Finding => ({ code, level, text, remedy });
export const fine = at("fine");
export const warning = at("warning");
export const problem = at("problem");

/** The findings of some work, or one for each line of an EnvError that ends it. */
export async function orSay(
  work: () => Promise<Finding[]>,
  toFinding: (line: string) => Finding,
): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!isEnvError(error)) throw error;
    return error.problems.map(toFinding);
  }
}
