import {
  any,
  array,
  boolean,
  discriminatedUnion,
  literal,
  looseObject,
  number,
  object,
  record,
  string,
  union,
  unknown,
} from "zod";

/** In place of `zod/v4` and `zod/v3`. Named imports alone: the namespace of Zod brings every language's error texts. */
export const z = {
  any,
  array,
  boolean,
  discriminatedUnion,
  literal,
  looseObject,
  number,
  object,
  record,
  string,
  union,
  unknown,
};
