import type { ZodType } from "zod";

const TIME_LIMIT = 5_000; // milliseconds

/**
 * A tool's work behind two guards the SDK does not have: the model's input is checked, and an answer
 * must come within five seconds. Both failures throw a sentence the model can act on.
 */
export function guardTool<Input, Output>(
  name: string,
  inputSchema: ZodType<Input>,
  work: (input: Input) => Output | Promise<Output>,
): (input: unknown) => Promise<Output> {
  return async (input) => {
    const result = inputSchema.safeParse(input ?? {});
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new Error(
        `${name} cannot use ${issue?.path.join(".") || "this input"}: ${issue?.message}`,
      );
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${name} did not answer within ${TIME_LIMIT / 1000} seconds`)),
        TIME_LIMIT,
      );
    });
    try {
      return await Promise.race([work(result.data), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
