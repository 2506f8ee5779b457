import { isHttpError } from "#lib/base/http/http-error.ts";
import { type FoundIssuer, type IssuerToAsk, lookUpIssuer } from "#lib/trust/look-up-issuer.ts";
import { readProblem } from "../read-problem.ts";

interface LookUp {
  found?: FoundIssuer;
  failure?: string;
  /** The issuer as its discovery document spells it. */
  otherSpelling?: string;
}

/** What an issuer publishes now, or why its tokens cannot be verified. */
export async function lookUp(issuer: IssuerToAsk): Promise<LookUp> {
  try {
    return { found: await lookUpIssuer(issuer) };
  } catch (error) {
    const failure = readProblem(error).text;
    const other = isHttpError(error) ? error.extra.found : undefined;
    return { failure, otherSpelling: typeof other === "string" ? other : undefined };
  }
}
