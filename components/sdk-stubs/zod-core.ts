/** In place of `zod/v4/core`: the one function of it that the SDK calls. */
export { toJSONSchema } from "zod";
