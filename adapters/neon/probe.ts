import { probeSources } from "../shared/auth-js-probes.ts";
import { sources } from "./trust.ts";

export const probe = () => probeSources(sources());
