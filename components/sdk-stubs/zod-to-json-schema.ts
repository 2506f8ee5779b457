/** In place of the converter of Zod 3 schemas. Throws: this app's schemas are Zod 4. */
export function zodToJsonSchema(): never {
  throw new Error("Zod 3 schemas are left out of this build; use Zod 4, or build with FULL_SDK=1");
}
